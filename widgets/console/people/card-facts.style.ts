import { css } from 'lit';

export const factStyles = css`
  .part {
    padding: var(--lobi-space-4);
  }
  .part + .part {
    border-top: 1px solid var(--lobi-border);
  }
  .head {
    margin-bottom: var(--lobi-space-2);
  }
  .facts {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr);
    gap: 6px var(--lobi-space-2);
  }
  dt {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-m);
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  dd {
    position: relative;
    overflow-wrap: anywhere;
  }
  .whole {
    grid-column: 1 / -1;
  }
  small {
    display: block;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  small .plain {
    color: inherit;
  }
  .plain:hover {
    text-decoration: underline;
  }
  .pen {
    position: absolute;
    inset-inline-end: 0;
    top: 0;
    padding: 2px 6px;
    border-radius: 4px;
    background: var(--lobi-surface-1);
    opacity: 0;
  }
  dd:hover .pen,
  .pen:focus-visible {
    opacity: 1;
  }
  .adds {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: var(--lobi-space-3);
  }
  .edit {
    display: grid;
    gap: var(--lobi-space-2);
    padding: 4px 0 8px;
  }
  .clash {
    padding: 7px var(--lobi-space-3);
    border-radius: var(--lobi-radius);
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  @media (pointer: coarse) {
    .pen {
      opacity: 1;
    }
    dd:has(.pen) {
      padding-inline-end: 64px;
    }
    .chip {
      min-height: 36px;
      border-radius: 18px;
      padding: 0 12px;
    }
  }
`;
