/** A group: what it says and asks at the left, who belongs to it now at the right. */
import { css } from 'lit';

export const groupStyles = css`
  .group {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 360px;
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
  .head input.field {
    field-sizing: content;
    width: auto;
    min-width: min(420px, 100%);
    max-width: 100%;
    margin-inline-start: -11px;
    border-color: transparent;
    font-size: var(--lobi-size-title);
    font-weight: 600;
  }
  .head input.field:hover,
  .head input.field:focus {
    border-color: var(--lobi-border-strong);
  }
  .head .push {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-2);
  }
  .part {
    padding: 16px 20px;
  }
  .field.fit {
    width: auto;
  }
  .line.s {
    white-space: nowrap;
  }
  .part > .line {
    flex-wrap: wrap;
  }
  .part .push {
    flex-wrap: wrap;
  }
  .part .labelled {
    margin-top: var(--lobi-space-2);
  }
  .part h2 {
    font-size: var(--lobi-size-m);
    font-weight: 600;
  }
  .sentence {
    padding: 12px 14px;
    border-inline-start: 2px solid var(--lobi-accent);
    border-radius: 0 var(--lobi-radius) var(--lobi-radius) 0;
    background: var(--lobi-accent-soft);
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
  }
  .aside {
    border-inline-start: 1px solid var(--lobi-border);
    overflow: auto;
  }
  .many {
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    font-weight: 600;
  }
  .sample li {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 32px;
  }
  .why li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: var(--lobi-space-2);
    padding: 4px 0;
  }
  .why .icon {
    margin-top: 2px;
    color: var(--lobi-success);
  }
  .why .out .icon {
    color: var(--lobi-danger);
  }
  .why ul {
    grid-column: 2;
  }
  @media (max-width: 1000px) {
    .group {
      display: block;
      overflow: auto;
    }
    .group > .scroll {
      overflow: visible;
    }
    .aside {
      border-inline-start: 0;
      border-top: 1px solid var(--lobi-border);
    }
  }
`;
