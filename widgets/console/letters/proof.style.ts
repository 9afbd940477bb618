/** A letter that was sent: numbers, one square for each recipient, the list, and one recipient beside it. */
import { css } from 'lit';

export const proofStyles = css`
  .proof {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
  }
  .proof.with {
    grid-template-columns: minmax(0, 1fr) 380px;
  }
  .head {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--lobi-space-2) var(--lobi-space-3);
    padding: 12px 20px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .head h1 {
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    font-weight: 600;
  }
  .head .push {
    display: flex;
    gap: var(--lobi-space-2);
  }
  .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-3) var(--lobi-space-6);
    padding: 16px 20px 8px;
  }
  .numbers b {
    display: block;
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .key i,
  .squares i {
    display: block;
    width: 9px;
    height: 9px;
    border-radius: 2px;
    background: var(--lobi-text-3);
  }
  .squares {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    padding: 4px 20px 16px;
  }
  .sentence {
    padding: 0 20px 12px;
    color: var(--lobi-text-2);
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-1);
    padding: 8px 16px;
    border-block: 1px solid var(--lobi-border);
  }
  .beside {
    border-inline-start: 1px solid var(--lobi-border);
    overflow: auto;
  }
  .beside > header {
    display: flex;
    align-items: center;
    min-height: 40px;
    padding: 0 8px 0 16px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .attempts > li {
    display: grid;
    gap: 2px;
    padding: 8px 0;
  }
  .attempts .server {
    padding: 6px 10px;
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-2);
  }
  .got {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
  }
  @media (max-width: 900px) {
    .proof.with {
      grid-template-columns: minmax(0, 1fr);
    }
    .proof.with > .scroll {
      display: none;
    }
    .beside {
      border-inline-start: 0;
    }
  }
`;
