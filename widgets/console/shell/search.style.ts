import { css } from 'lit';

export const searchStyles = css`
  dialog {
    width: min(600px, calc(100vw - 16px));
    max-height: min(560px, calc(100dvh - 16px));
    margin: 8px auto auto;
    padding: 0;
    border: 1px solid var(--lobi-border-strong);
    border-radius: 8px;
    background: var(--lobi-surface-1);
    color: var(--lobi-text);
    box-shadow: var(--lobi-shadow);
    overflow: hidden;
  }
  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
  }
  dialog::backdrop {
    background: light-dark(rgb(20 25 22 / 18%), rgb(0 0 0 / 45%));
  }
  .ask {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    padding: 0 12px 0 14px;
    border-bottom: 1px solid var(--lobi-border);
    color: var(--lobi-text-2);
  }
  input {
    flex: 1;
    min-width: 0;
    height: 48px;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--lobi-text);
    font-size: var(--lobi-size-read);
  }
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--lobi-text-3);
    opacity: 1;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--lobi-border);
    border-radius: 4px;
    background: var(--lobi-surface-0);
    color: var(--lobi-text-2);
    font: 500 var(--lobi-size-s) / 18px var(--lobi-font);
  }
  ul {
    overflow: auto;
    padding: 6px;
    scrollbar-width: thin;
  }
  li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: var(--lobi-row);
    padding: 0 8px;
    border-radius: var(--lobi-radius);
    cursor: pointer;
  }
  li.group {
    min-height: 28px;
    align-items: end;
    grid-template-columns: none;
    cursor: default;
  }
  li .icon {
    color: var(--lobi-text-2);
    stroke-width: 1.75;
  }
  .what {
    display: grid;
    min-width: 0;
    padding: 4px 0;
  }
  li.here {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  li.here .icon,
  li.here .two,
  li.here .three {
    color: inherit;
  }
  .none:empty {
    display: none;
  }
  .none {
    padding: 4px 16px 16px;
    color: var(--lobi-text-2);
  }
  @media (pointer: coarse) {
    li {
      min-height: var(--lobi-touch);
    }
  }
`;
