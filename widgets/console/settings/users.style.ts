import { css } from 'lit';

export const usersStyles = css`
  .rows > li {
    grid-template-columns: 32px minmax(0, 1.4fr) minmax(0, 1fr) 72px auto;
  }
  .rows .gone b {
    color: var(--lobi-text-2);
    font-weight: 500;
  }
  .whole {
    grid-column: 1 / -1;
    margin-bottom: 0;
  }
  .ticks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--lobi-space-4);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  @media (max-width: 760px) {
    .rows > li {
      grid-template-columns: 32px minmax(0, 1fr) auto;
    }
    .rows .roles,
    .rows .lang {
      grid-column: 2;
    }
    .rows .acts {
      grid-area: 1 / 3;
    }
  }
`;
