/** Settings: a list of rooms at the left, one column at the right. */
import { css } from 'lit';

export const settingsStyles = css`
  .work {
    grid-template-columns: 216px minmax(0, 1fr);
  }
  .rooms {
    background: var(--lobi-surface-0);
    padding: var(--lobi-space-3) var(--lobi-space-3);
    overflow: auto;
  }
  .rooms h2 {
    padding: var(--lobi-space-3) var(--lobi-space-2) 6px;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    font-weight: 500;
  }
  .rooms a {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 32px;
    padding: 0 var(--lobi-space-2);
    border-radius: var(--lobi-radius);
    color: var(--lobi-text-2);
  }
  .rooms a:hover {
    background: var(--lobi-surface-2);
  }
  .rooms a[aria-current] {
    background: var(--lobi-surface-2);
    color: var(--lobi-text);
    font-weight: 600;
  }
  .rooms .count {
    margin-inline-start: auto;
    min-width: 20px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
    font-size: var(--lobi-size-s);
    line-height: 20px;
    font-weight: 600;
    text-align: center;
  }
  @media (max-width: 900px) {
    .work {
      grid-template-columns: 176px minmax(0, 1fr);
    }
  }
  @media (max-width: 640px) {
    .work {
      grid-template-columns: minmax(0, 1fr);
    }
    .work.inside .rooms,
    .work.outside .room {
      display: none;
    }
    .rooms {
      background: var(--lobi-surface-1);
    }
    .rooms a {
      min-height: var(--lobi-touch);
    }
  }
`;

export const roomStyles = css`
  :host {
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--lobi-border-strong) transparent;
  }
  .column {
    max-width: 1080px;
    padding: 20px 32px 40px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--lobi-space-2) var(--lobi-space-3);
    min-height: 32px;
    margin-bottom: var(--lobi-space-4);
  }
  .head .push {
    display: flex;
    gap: var(--lobi-space-2);
  }
  .rows {
    border-top: 1px solid var(--lobi-border);
  }
  .rows > li {
    display: grid;
    align-items: center;
    gap: 2px var(--lobi-space-4);
    min-height: 48px;
    padding: 8px 0;
    border-bottom: 1px solid var(--lobi-border);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--lobi-space-1);
  }
  .round {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border-radius: 50%;
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .round .icon {
    width: 13px;
    height: 13px;
    stroke-width: 2.4;
  }
  .round.bad {
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
  }
  .todo {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 2px var(--lobi-space-3);
    margin-bottom: var(--lobi-space-6);
    padding: 14px 16px;
    border: 1px solid color-mix(in srgb, var(--lobi-warning) 45%, var(--lobi-border));
    border-radius: var(--lobi-radius);
    background: var(--lobi-warning-soft);
  }
  .todo > .icon {
    margin-top: 2px;
    color: var(--lobi-warning);
  }
  .todo h3 {
    font-size: var(--lobi-size-m);
    line-height: var(--lobi-line-m);
    font-weight: 600;
    color: var(--lobi-text);
  }
  .todo .btn {
    align-self: start;
  }
  .explain {
    max-width: 640px;
    margin-top: var(--lobi-space-6);
    padding: var(--lobi-space-4);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
  }
  .explain p {
    margin-top: var(--lobi-space-1);
    color: var(--lobi-text-2);
  }
  .type {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    margin-top: var(--lobi-space-2);
    padding: 6px 6px 6px 12px;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-0);
  }
  .sheet {
    max-width: 640px;
    margin-bottom: var(--lobi-space-6);
    padding: var(--lobi-space-4);
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
  }
  .form {
    display: grid;
    gap: var(--lobi-space-3);
  }
  .two-up {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: start;
  }
  @media (max-width: 640px) {
    .column {
      padding: 16px 16px 32px;
    }
    .acts {
      justify-content: flex-start;
    }
    .todo {
      grid-template-columns: 20px minmax(0, 1fr);
    }
    .todo .btn {
      grid-column: 2;
      justify-self: start;
      margin-top: var(--lobi-space-2);
    }
  }
`;
