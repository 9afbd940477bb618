import { css } from 'lit';

export const peopleStyles = css`
  .people {
    grid-template-columns: 216px minmax(0, 1fr);
  }
  .list {
    position: relative;
  }
  lobi-people-filters {
    flex: none;
    height: auto;
  }
  .views h3 {
    padding: var(--lobi-space-4) var(--lobi-space-4) 6px;
  }
  .view {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 32px;
    margin: 0 var(--lobi-space-2);
    padding: 0 var(--lobi-space-2);
    border-radius: var(--lobi-radius);
  }
  .view:hover {
    background: var(--lobi-surface-2);
  }
  .view .icon {
    color: var(--lobi-text-2);
  }
  .view i {
    margin-inline-start: auto;
    color: var(--lobi-text-3);
    font-size: var(--lobi-size-s);
    font-style: normal;
  }
  .view[aria-current] {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
    font-weight: 500;
  }
  .view[aria-current] :is(.icon, i) {
    color: inherit;
  }
  .filters {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: var(--lobi-space-2) 20px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .find {
    display: flex;
    align-items: center;
    gap: 6px;
    width: 240px;
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    color: var(--lobi-text-2);
  }
  .find:focus-within {
    outline: 2px solid var(--lobi-focus);
    outline-offset: -1px;
  }
  .find input {
    flex: 1;
    min-width: 0;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--lobi-text);
  }
  .find input::placeholder {
    color: var(--lobi-text-3);
    opacity: 1;
  }
  .out {
    display: grid;
    place-items: center;
    width: 18px;
    height: 20px;
    margin-inline-end: -4px;
    border-radius: 4px;
  }
  .out:hover {
    background: var(--lobi-surface-2);
  }
  .who {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-width: 0;
  }
  .bones {
    padding: 12px 20px;
  }
  .bones .bone {
    margin: 18px 0;
  }
  @media (max-width: 1180px) {
    .people {
      grid-template-columns: 184px minmax(0, 1fr);
    }
  }
  @media (max-width: 640px) {
    .people {
      grid-template-columns: minmax(0, 1fr);
    }
    .filters {
      padding: var(--lobi-space-2) var(--lobi-space-4);
    }
    .find {
      width: 100%;
      min-height: 40px;
    }
    .chip {
      min-height: 32px;
      padding: 0 12px;
      border-radius: 16px;
    }
  }
`;
