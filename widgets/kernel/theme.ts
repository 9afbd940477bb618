/**
 * The look as tokens: one ink on quiet paper. Every colour is a pair for light and dark; which one counts is decided by
 * `color-scheme`, so that theme="auto" follows the host page, as its own form fields do. A host may set any `--lobi-…` token
 * on the element; nothing outside the element is touched.
 */
import { css } from 'lit';

export const tokens = css`
  /* An element inside another one takes the tokens from it, so that a host (or the console) sets them once, outside. */
  :host(:not([nested])) {
    --lobi-surface-0: light-dark(#f6f6f3, #141716);
    --lobi-surface-1: light-dark(#fdfdfb, #1b1f1d);
    --lobi-surface-2: light-dark(#efefea, #252b28);
    --lobi-border: light-dark(#deded6, #323936);
    --lobi-border-strong: light-dark(#8f9087, #6b7670);
    --lobi-text: light-dark(#1d201f, #e9ece9);
    --lobi-text-2: light-dark(#4f5653, #a9b2ad);
    --lobi-text-3: light-dark(#636a66, #8e9893);
    --lobi-accent: light-dark(#0b6b62, #5cc4b6);
    --lobi-accent-strong: light-dark(#084f49, #86d8cc);
    --lobi-accent-soft: light-dark(#e2f0ed, #17322e);
    --lobi-on-accent: light-dark(#ffffff, #06211d);
    --lobi-focus: light-dark(#1a73e8, #8ab4f8);
    --lobi-danger: light-dark(#b3261e, #f2938c);
    --lobi-danger-soft: light-dark(#fbe9e7, #3a1f1d);
    --lobi-warning: light-dark(#8a5a00, #f2b33d);
    --lobi-warning-soft: light-dark(#fdf1d8, #352a15);
    --lobi-success: light-dark(#1f6f3a, #85cf9b);
    --lobi-success-soft: light-dark(#e3f3e7, #18301f);
    --lobi-shadow: 0 1px 2px light-dark(rgb(20 25 22 / 6%), rgb(0 0 0 / 40%)),
      0 8px 24px light-dark(rgb(20 25 22 / 8%), rgb(0 0 0 / 35%));
    --lobi-size-s: 12px;
    --lobi-line-s: 16px;
    --lobi-size-m: 14px;
    --lobi-line-m: 20px;
    --lobi-size-read: 16px;
    --lobi-line-read: 25px;
    --lobi-size-title: 20px;
    --lobi-line-title: 28px;
    --lobi-space-1: 4px;
    --lobi-space-2: 8px;
    --lobi-space-3: 12px;
    --lobi-space-4: 16px;
    --lobi-space-6: 24px;
    --lobi-space-8: 32px;
    --lobi-radius: 6px;
    --lobi-row: 36px;
    --lobi-touch: 44px;
    --lobi-quick: 120ms;
    --lobi-mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  @media (prefers-contrast: more) {
    :host(:not([nested])) {
      --lobi-border: var(--lobi-border-strong);
      --lobi-border-strong: var(--lobi-text);
      --lobi-text-2: var(--lobi-text);
      --lobi-text-3: var(--lobi-text);
      --lobi-accent: light-dark(#04453f, #9be8dc);
      --lobi-focus: light-dark(#0b4fb3, #c2dbff);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host(:not([nested])) {
      --lobi-quick: 0ms;
    }
  }
`;

/** The ground every shadow root stands on: box sizes, type, links, focus, icons, words only for screen readers. */
export const ground = css`
  :host {
    display: block;
    font-family: var(--lobi-font, inherit);
    font-size: var(--lobi-size-m);
    line-height: var(--lobi-line-m);
    font-weight: 400;
    font-style: normal;
    color: var(--lobi-text);
    text-align: start;
    letter-spacing: normal;
    text-transform: none;
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    font-weight: 600;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }
  h2 {
    font-size: var(--lobi-size-m);
    line-height: var(--lobi-line-m);
    font-weight: 600;
  }
  h3 {
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    font-weight: 500;
    color: var(--lobi-text-2);
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  b {
    font-weight: 600;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    text-align: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--lobi-focus);
    outline-offset: 1px;
  }
  .icon {
    width: 16px;
    height: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .say-only {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .s {
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .two {
    color: var(--lobi-text-2);
  }
  .three {
    color: var(--lobi-text-3);
  }
  .num,
  time {
    font-variant-numeric: tabular-nums;
  }
  .cut {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-width: 0;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .push {
    margin-inline-start: auto;
  }
  .link {
    color: var(--lobi-accent);
    font-weight: 500;
  }
  .link:hover {
    text-decoration: underline;
  }
`;
