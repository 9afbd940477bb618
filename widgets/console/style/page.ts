/** What every page of the console is made of: panes split by lines, bars, parts, facts, lists. */
import { css } from 'lit';

export const pageStyles = css`
  :host {
    height: 100%;
    min-height: 0;
  }
  .work {
    position: relative;
    display: grid;
    height: 100%;
    min-height: 0;
  }
  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .pane + .pane {
    border-inline-start: 1px solid var(--lobi-border);
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--lobi-border-strong) transparent;
  }
  .bar {
    flex: none;
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 48px;
    padding: 0 20px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .part {
    padding: var(--lobi-space-4);
  }
  .part + .part {
    border-top: 1px solid var(--lobi-border);
  }
  .part > h2,
  .part > .line:first-child {
    margin-bottom: var(--lobi-space-2);
  }
  .facts {
    display: grid;
    grid-template-columns: 80px minmax(0, 1fr);
    gap: 6px var(--lobi-space-2);
  }
  .facts dt {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-m);
    overflow-wrap: anywhere;
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .hint {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    padding: 7px var(--lobi-space-3);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-2);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .hint.amber {
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
  }
  .hint.red {
    background: var(--lobi-danger-soft);
    color: var(--lobi-danger);
  }
  .hint.green {
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .server {
    font: var(--lobi-size-s) / var(--lobi-line-s) var(--lobi-mono);
    overflow-wrap: anywhere;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--lobi-border);
    border-radius: 4px;
    background: var(--lobi-surface-0);
    color: var(--lobi-text-2);
    font: 500 var(--lobi-size-s) / 18px var(--lobi-font);
    white-space: nowrap;
  }
  .icon {
    stroke-width: 1.75;
  }
  .chip .icon {
    stroke-width: 2.2;
  }
  .drawer-only,
  .phone-only {
    display: none !important;
  }
  @media (max-width: 1180px) {
    .drawer-only {
      display: inline-flex !important;
    }
    .wide {
      display: none !important;
    }
  }
  @media (max-width: 640px) {
    .phone-only {
      display: inline-flex !important;
    }
    .desk-only {
      display: none !important;
    }
    .bar {
      padding: 0 var(--lobi-space-4);
    }
    .pane + .pane {
      border-inline-start: 0;
    }
  }
`;
