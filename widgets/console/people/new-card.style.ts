import { css } from 'lit';

export const newCardStyles = css`
  form {
    display: grid;
    gap: var(--lobi-space-3);
  }
  .two-up {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: start;
  }
  .alike {
    padding: 8px var(--lobi-space-3);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-2);
  }
  .alike a {
    min-height: 30px;
  }
  .alike a:hover {
    text-decoration: underline;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--lobi-space-4);
    margin: 0;
    padding: 0;
    border: 0;
  }
  .acts {
    justify-content: flex-end;
  }
`;
