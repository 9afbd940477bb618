import { css } from 'lit';

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .bar {
    padding: 0 var(--lobi-space-3) 0 10px;
  }
  .boxes {
    min-width: 0;
  }
  .boxes b {
    color: var(--lobi-text);
  }
  .boxes b,
  .boxes .three {
    flex: 0 1 auto;
  }
  .tabs {
    flex: none;
    display: flex;
    gap: 14px;
    padding: 0 20px;
    border-bottom: 1px solid var(--lobi-border);
    overflow-x: auto;
    scrollbar-width: none;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .tabs a {
    padding: 8px 0;
    border-bottom: 2px solid transparent;
    white-space: nowrap;
  }
  .tabs a:hover {
    color: var(--lobi-text);
  }
  .tabs a:focus-visible {
    outline-offset: -2px;
  }
  .tabs a[aria-current] {
    border-color: var(--lobi-accent);
    color: var(--lobi-text);
    font-weight: 600;
  }
  .day {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 8px var(--lobi-space-4) 4px 20px;
    background: var(--lobi-surface-1);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    font-weight: 500;
  }
  .mails a {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: var(--lobi-space-2);
    padding: 4px var(--lobi-space-4) 4px 20px;
  }
  .mails a:hover {
    background: var(--lobi-surface-2);
  }
  .mails a:focus-visible {
    outline-offset: -2px;
  }
  .who,
  .what {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .who {
    line-height: 20px;
  }
  .who b {
    font-weight: 500;
  }
  .who span {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
  }
  .what {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: 16px;
  }
  .what b {
    color: var(--lobi-text);
    font-weight: 400;
  }
  .when {
    justify-self: end;
    color: var(--lobi-text-3);
    font-size: var(--lobi-size-s);
    line-height: 20px;
  }
  .mark {
    justify-self: end;
    display: flex;
    align-items: center;
    gap: 5px;
    font-size: var(--lobi-size-s);
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  .mark:not(.warn, .bad) {
    color: var(--lobi-text-2);
  }
  .mark .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2.4;
  }
  .unread .who b {
    font-weight: 650;
  }
  .unread .what b {
    font-weight: 600;
  }
  .unread::before {
    content: '';
    position: absolute;
    left: 8px;
    top: 11px;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--lobi-accent);
  }
  .mails a[aria-current] {
    background: var(--lobi-accent-soft);
    box-shadow: inset 2px 0 var(--lobi-accent);
  }
  .mails a[aria-current] :is(.when, .who span, .what, .mark) {
    color: var(--lobi-text-2);
  }
  .end {
    height: 1px;
    margin-top: -300px;
  }
  .bones {
    padding: 24px 20px;
  }
  .bones .bone {
    margin: 0 0 6px;
  }
  .bones .short {
    width: 60%;
    margin-bottom: 20px;
  }
  @media (max-width: 640px) {
    .mails a {
      padding-block: 8px;
    }
    .unread::before {
      top: 15px;
    }
    .tabs a {
      min-height: 40px;
      padding-top: 12px;
    }
  }
`;
