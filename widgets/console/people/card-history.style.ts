import { css } from 'lit';

export const historyStyles = css`
  .say {
    flex: none;
    padding: var(--lobi-space-3) 20px 0;
  }
  .say.say {
    height: auto;
  }
  :host {
    --lobi-times-indent: 20px;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .kinds {
    flex: none;
    display: flex;
    gap: 6px;
    padding: var(--lobi-space-2) var(--lobi-times-indent);
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
  .title {
    display: block;
    width: 100%;
    overflow-wrap: anywhere;
  }
  .title:hover {
    text-decoration: underline;
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
    :host {
      --lobi-times-indent: var(--lobi-space-4);
    }
    .kinds .chip {
      min-height: 32px;
      padding: 0 12px;
      border-radius: 16px;
    }
  }
`;
