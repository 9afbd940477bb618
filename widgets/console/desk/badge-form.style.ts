import { css } from 'lit';

export const formStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr);
    gap: var(--lobi-space-8);
    grid-column: 1 / -1;
    height: auto;
    align-items: start;
  }
  .choices .label {
    margin-bottom: var(--lobi-space-1);
    padding: 0;
  }
  label.btn:focus-within {
    outline: 2px solid var(--lobi-focus);
    outline-offset: 1px;
  }
  @media (max-width: 640px) {
    :host {
      display: flex;
      flex-direction: column;
      align-items: stretch;
      gap: var(--lobi-space-4);
    }
    /* What is printed is seen before it is read. */
    .paper {
      order: -1;
    }
  }
`;
