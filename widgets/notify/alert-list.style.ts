import { css } from 'lit';
import { buttons } from '../kernel/buttons.ts';
import { sayingStyles } from '../kernel/saying.ts';

export const alertListStyles = [
  buttons,
  sayingStyles,
  css`
    .head {
      display: flex;
      align-items: center;
      min-height: 40px;
      padding: var(--lobi-space-1) var(--lobi-space-2) var(--lobi-space-1) var(--lobi-space-4);
      border-bottom: 1px solid var(--lobi-border);
    }
    .bones {
      padding: var(--lobi-space-4);
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      align-items: start;
      gap: var(--lobi-space-2);
      padding: var(--lobi-space-2) var(--lobi-space-2) var(--lobi-space-2) var(--lobi-space-4);
    }
    li + li {
      border-top: 1px solid var(--lobi-border);
    }
    li:hover {
      background: var(--lobi-surface-2);
    }
    li > a {
      display: grid;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    li > a:hover b {
      text-decoration: underline;
    }
    .read b {
      font-weight: 400;
      color: var(--lobi-text-2);
    }
    .times {
      margin-inline-start: var(--lobi-space-2);
      color: var(--lobi-text-2);
      font-size: var(--lobi-size-s);
      font-weight: 400;
    }
    time {
      color: var(--lobi-text-2);
      line-height: 20px;
      white-space: nowrap;
    }
    .more {
      padding: var(--lobi-space-2) var(--lobi-space-4);
    }
    @media (pointer: coarse) {
      li {
        min-height: var(--lobi-touch);
      }
    }
  `,
];
