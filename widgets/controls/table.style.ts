import { css } from 'lit';

export const tableStyles = css`
  :host {
    container: lobi-table / inline-size;
  }
  [role='row'] {
    display: grid;
    grid-template-columns: var(--lobi-columns-0);
    align-items: center;
    column-gap: var(--lobi-space-3);
    min-height: var(--lobi-row);
    padding: 0 20px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    min-height: 32px;
    background: var(--lobi-surface-1);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    font-weight: 500;
    white-space: nowrap;
  }
  .head button {
    display: inline-flex;
    align-items: center;
    gap: 2px;
  }
  .head button:hover {
    color: var(--lobi-text);
  }
  .head .icon {
    width: 14px;
    height: 14px;
  }
  .row {
    cursor: pointer;
  }
  .row:hover {
    background: var(--lobi-surface-2);
  }
  .row.chosen,
  .row.here {
    background: var(--lobi-accent-soft);
  }
  .row.here {
    box-shadow: inset 2px 0 var(--lobi-accent);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--lobi-accent);
    vertical-align: middle;
  }
  /* A cell's second line says what stood in columns that left. */
  .sub {
    display: none;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .row b,
  .row a {
    font-weight: 500;
  }
  .end {
    height: 1px;
    margin-top: -200px;
  }
  @media (pointer: coarse) {
    [role='row'].row {
      min-height: var(--lobi-touch);
    }
  }
  @container lobi-table (max-width: 900px) {
    .leaves-1 {
      display: none;
    }
    [role='row'] {
      grid-template-columns: var(--lobi-columns-1);
    }
  }
  @container lobi-table (max-width: 560px) {
    .leaves-2 {
      display: none;
    }
    .sub {
      display: block;
    }
    .row {
      min-height: 52px;
    }
    [role='row'] {
      grid-template-columns: var(--lobi-columns-2);
      padding: 0 var(--lobi-space-4);
    }
  }
`;
