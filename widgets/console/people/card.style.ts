import { css } from 'lit';

export const cardStyles = css`
  .card {
    grid-template: auto minmax(0, 1fr) / 304px minmax(0, 1fr) 336px;
  }
  .card > header {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: var(--lobi-space-3);
    padding: var(--lobi-space-4);
    border-bottom: 1px solid var(--lobi-border);
  }
  h1 {
    overflow-wrap: anywhere;
  }
  .marks {
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 4px;
  }
  .marks:empty {
    display: none;
  }
  .chip.amber {
    border-color: transparent;
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
  }
  .tabs {
    grid-column: 1 / -1;
    gap: var(--lobi-space-4);
    padding: 0 var(--lobi-space-4);
    border-bottom: 1px solid var(--lobi-border);
    overflow-x: auto;
    scrollbar-width: none;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .tabs a {
    padding: 12px 0;
    border-bottom: 2px solid transparent;
    white-space: nowrap;
  }
  .tabs a[aria-current] {
    border-color: var(--lobi-accent);
    color: var(--lobi-text);
    font-weight: 600;
  }
  lobi-card-history {
    min-height: 0;
    flex: 1;
  }
  .side-facts lobi-card-traits,
  .side-people lobi-card-tree,
  .side-people lobi-card-relations,
  .side-people lobi-card-criteria {
    height: auto;
    border-top: 1px solid var(--lobi-border);
  }
  .shut {
    display: none;
    justify-content: flex-end;
    padding: var(--lobi-space-2) var(--lobi-space-2) 0;
  }
  .bones {
    padding: var(--lobi-space-6);
  }
  @media (max-width: 1180px) {
    .card {
      grid-template-columns: 304px minmax(0, 1fr);
    }
    .card > .side-people {
      display: none;
    }
    .card.at-people > .side-people {
      position: absolute;
      z-index: 3;
      inset: 0 0 0 auto;
      display: flex;
      width: 336px;
      border-inline-start: 1px solid var(--lobi-border);
      background: var(--lobi-surface-1);
      box-shadow: var(--lobi-shadow);
    }
  }
  @media (max-width: 860px) {
    .card {
      grid-template-columns: 248px minmax(0, 1fr);
    }
    .card > header {
      flex-wrap: wrap;
    }
    .card > header .grow {
      flex-basis: 70%;
    }
  }
  @media (max-width: 640px) {
    .card {
      grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    .card > header {
      align-items: start;
      padding: var(--lobi-space-3) var(--lobi-space-4);
    }
    .card > header .acts {
      width: 100%;
    }
    .acts .btn {
      flex: 1;
    }
    .shut.shut {
      display: none !important;
    }
    .card > .pane {
      grid-area: 3 / 1;
    }
    .card:not(.at-history) > .side-history,
    .card:not(.at-facts) > .side-facts,
    .card:not(.at-people) > .side-people {
      display: none;
    }
    .card.at-people > .side-people {
      position: static;
      width: auto;
      border: 0;
      box-shadow: none;
    }
  }
`;
