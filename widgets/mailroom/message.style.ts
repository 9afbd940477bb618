import { css } from 'lit';
import { buttons } from '../kernel/buttons.ts';
import { textStyles } from './message-text.ts';

/** Everything hangs on one left edge; in a narrow box the edge is the box's own. */
export const messageStyles = [
  buttons,
  textStyles,
  css`
    :host {
      container: lobi-box / inline-size;
    }
    article {
      --hang: 36px;
      padding: var(--lobi-space-3) 0 var(--lobi-space-4);
    }
    header {
      display: flex;
      align-items: flex-start;
      gap: var(--lobi-space-1);
    }
    header .avatar {
      margin-inline-end: var(--lobi-space-2);
    }
    .who {
      flex: 1;
      min-width: 0;
    }
    .names {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--lobi-space-2);
      overflow-wrap: anywhere;
    }
    .way {
      overflow: hidden;
      white-space: nowrap;
      text-overflow: ellipsis;
    }
    header time {
      flex: none;
      padding: 2px var(--lobi-space-1) 0 var(--lobi-space-2);
    }
    header .btn {
      margin-top: -5px;
    }
    header lobi-menu {
      margin-top: -5px;
    }
    .under {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--lobi-space-3);
      margin: var(--lobi-space-3) 0 0 var(--hang);
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
    ul.hint {
      display: block;
    }
    .hint.amber {
      background: var(--lobi-warning-soft);
      color: var(--lobi-warning);
    }
    .mono {
      font-family: var(--lobi-mono);
    }
    .read {
      min-width: 0;
      font-size: var(--lobi-size-read);
      line-height: var(--lobi-line-read);
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 2px var(--lobi-space-3);
    }
    footer details {
      flex: 1;
      min-width: 0;
    }
    footer details[open] {
      flex-basis: 100%;
    }
    footer summary {
      display: inline-block;
      list-style: none;
      cursor: pointer;
    }
    footer summary::-webkit-details-marker {
      display: none;
    }
    footer li {
      overflow-wrap: anywhere;
      padding: 2px 0;
    }
    @container lobi-box (max-width: 479px) {
      article {
        --hang: 0px;
      }
      .sign span {
        display: none;
      }
    }
    @container lobi-box (max-width: 399px) {
      header .avatar,
      header .reply,
      footer .num {
        display: none;
      }
      .words {
        font-size: var(--lobi-size-m);
        line-height: 21px;
      }
    }
  `,
];
