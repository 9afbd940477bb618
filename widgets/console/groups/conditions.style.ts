/** Conditions: a box for each group of them, a row for each, deeper boxes in turn on another ground. */
import { css } from 'lit';

export const conditionsStyles = css`
  .box {
    padding: 8px 12px;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
  }
  .box .box {
    margin-block: 4px;
    background: var(--lobi-surface-0);
  }
  .box .box .box {
    background: var(--lobi-surface-1);
  }
  .head,
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px var(--lobi-space-2);
    min-height: 36px;
    padding-block: 2px;
  }
  .row > .joined {
    flex: none;
    min-width: 36px;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
  }
  .fit {
    width: auto;
    max-width: 100%;
  }
  .short {
    width: 88px;
  }
  .grow {
    flex: 1 1 160px;
    min-width: 120px;
    width: auto;
  }
  .out {
    margin-inline-start: auto;
  }
  @media (max-width: 640px) {
    .box {
      padding: 6px 8px;
    }
    .row > .joined:empty {
      display: none;
    }
    .row > .joined {
      min-width: 0;
    }
  }
  .add {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-1);
    padding-top: 4px;
  }
`;
