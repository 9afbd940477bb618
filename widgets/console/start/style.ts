/** Pages outside the frame: one column on the desk. */
import { css } from 'lit';

export const startStyles = css`
  :host {
    min-height: 100dvh;
    background: var(--lobi-surface-0);
  }
  .column {
    display: grid;
    gap: var(--lobi-space-4);
    width: min(100% - 32px, 392px);
    margin: 0 auto;
    padding: max(24px, 12vh) 0 48px;
  }
  .column.wide {
    width: min(100% - 32px, 608px);
    padding-top: 32px;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    font-weight: 600;
  }
  .mark {
    display: grid;
    width: 26px;
    height: 26px;
    color: var(--lobi-accent);
  }
  header lobi-menu {
    margin-inline-start: auto;
  }
  h1 {
    margin-top: var(--lobi-space-2);
  }
  .wide h1 {
    font-size: 26px;
    line-height: 32px;
  }
  .lead {
    color: var(--lobi-text-2);
    text-wrap: pretty;
  }
  .wide .lead {
    margin-top: -12px;
    font-size: var(--lobi-size-read);
    line-height: 24px;
  }
  .sheet {
    display: grid;
    gap: var(--lobi-space-4);
    padding: var(--lobi-space-6);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
  }
  .field {
    min-height: 36px;
  }
  .btn.first {
    min-height: 38px;
    padding: 0 16px;
  }
  .sheet > .btn.first {
    width: 100%;
  }
  .verdict {
    display: flex;
    align-items: flex-start;
    gap: var(--lobi-space-2);
    padding: 8px var(--lobi-space-3);
    border-radius: var(--lobi-radius);
    background: var(--lobi-danger-soft);
    color: var(--lobi-danger);
  }
  .verdict > .icon {
    margin-top: 2px;
  }
  .verdict.good {
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .verdict.warn {
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: var(--lobi-space-2) var(--lobi-space-4);
  }
  .foot .link,
  .foot button.link {
    min-height: 24px;
  }
  @media (max-width: 640px) {
    .sheet {
      padding: var(--lobi-space-4);
    }
    .column {
      padding-top: 24px;
    }
    .wide h1 {
      font-size: var(--lobi-size-title);
      line-height: var(--lobi-line-title);
    }
  }
`;
