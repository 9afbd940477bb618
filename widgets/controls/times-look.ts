/** How a history looks: by month, each line on a string of pins, ours in the accent. */
import { css } from 'lit';

/** `--lobi-times-indent` moves it from the edge. */
export const timesLook = css`
  .month {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: var(--lobi-space-3) var(--lobi-times-indent, var(--lobi-space-4)) 4px;
    background: var(--lobi-surface-1);
  }
  .times > li {
    position: relative;
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) auto;
    column-gap: var(--lobi-space-3);
    padding: 8px var(--lobi-times-indent, var(--lobi-space-4));
  }
  .times > li::before {
    content: '';
    position: absolute;
    left: calc(var(--lobi-times-indent, var(--lobi-space-4)) + 11.5px);
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--lobi-border);
  }
  .pin {
    position: relative;
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    margin-top: -2px;
    border: 1px solid var(--lobi-border);
    border-radius: 50%;
    background: var(--lobi-surface-1);
    color: var(--lobi-text-2);
  }
  .pin .icon {
    width: 13px;
    height: 13px;
  }
  .ours .pin {
    border-color: transparent;
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .times time {
    color: var(--lobi-text-3);
    font-size: var(--lobi-size-s);
    line-height: 20px;
  }
`;
