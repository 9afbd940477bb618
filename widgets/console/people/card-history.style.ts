import { css } from 'lit';

export const historyStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .kinds {
    flex: none;
    display: flex;
    gap: 6px;
    padding: var(--lobi-space-2) 20px;
    border-bottom: 1px solid var(--lobi-border);
    overflow-x: auto;
    scrollbar-width: none;
  }
  .kinds .chip {
    flex: none;
    white-space: nowrap;
  }
  .kinds .chip:hover {
    border-color: var(--lobi-border-strong);
  }
  .month {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: var(--lobi-space-3) 20px 4px;
    background: var(--lobi-surface-1);
  }
  .times > li {
    position: relative;
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) auto;
    column-gap: var(--lobi-space-3);
    padding: 8px 20px;
  }
  .times > li::before {
    content: '';
    position: absolute;
    left: 31.5px;
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--lobi-border);
  }
  .pin {
    position: relative;
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    margin-top: -2px;
    border: 1px solid var(--lobi-border);
    border-radius: 50%;
    background: var(--lobi-surface-1);
    color: var(--lobi-text-2);
  }
  .pin .icon {
    width: 13px;
    height: 13px;
    stroke-width: 2;
  }
  .ours .pin {
    border-color: transparent;
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .title {
    display: block;
    width: 100%;
    overflow-wrap: anywhere;
  }
  .title:hover {
    text-decoration: underline;
  }
  time {
    color: var(--lobi-text-3);
    font-size: var(--lobi-size-s);
    line-height: 20px;
  }
  .inside {
    grid-column: 2 / -1;
    display: grid;
    gap: var(--lobi-space-2);
    margin-top: var(--lobi-space-2);
    padding: var(--lobi-space-3);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
  }
  .text {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  @media (max-width: 640px) {
    .kinds,
    .month,
    .times > li {
      padding-inline: var(--lobi-space-4);
    }
    .times > li::before {
      left: 27.5px;
    }
    .kinds .chip {
      min-height: 32px;
      padding: 0 12px;
      border-radius: 16px;
    }
  }
`;
