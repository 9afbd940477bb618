import { css } from 'lit';
import { buttons } from '../../kernel/buttons.ts';

export const composerStyles = [
  buttons,
  css`
    :host {
      container: lobi-box / inline-size;
    }
    .compose {
      border: 1px solid var(--lobi-border-strong);
      border-radius: var(--lobi-radius);
      background: var(--lobi-surface-1);
      box-shadow: var(--lobi-shadow);
    }
    .compose[aria-busy='true'] {
      min-height: 220px;
    }
    .to {
      display: flex;
      align-items: baseline;
      gap: 6px;
      min-height: 38px;
      padding: 6px var(--lobi-space-3);
      border-bottom: 1px solid var(--lobi-border);
    }
    .compose:focus-within,
    .to:focus-within {
      border-color: var(--lobi-accent);
    }
    .to:focus-within .label {
      color: var(--lobi-accent-strong);
      font-weight: 500;
    }
    .to input:focus-visible,
    textarea:focus-visible {
      outline: 0;
    }
    .to .label {
      flex: none;
      min-width: 46px;
      color: var(--lobi-text-2);
      font-size: var(--lobi-size-s);
      line-height: 24px;
    }
    .to lobi-picker,
    .to input,
    .to select {
      flex: 1;
      min-width: 0;
    }
    .to input,
    .to select {
      height: 24px;
      padding: 0;
      border: 0;
      background: none;
      outline-offset: 3px;
      border-radius: 2px;
    }
    .to select {
      background: var(--lobi-surface-1);
    }
    .copies {
      line-height: 24px;
    }
    .copies:hover {
      color: var(--lobi-text);
    }
    textarea {
      display: block;
      width: 100%;
      min-height: 132px;
      max-height: 60vh;
      padding: var(--lobi-space-3);
      border: 0;
      background: none;
      outline-offset: -2px;
      resize: none;
      field-sizing: content;
      font-size: var(--lobi-size-read);
      line-height: var(--lobi-line-read);
    }
    .quote {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: 28px;
      margin: 0 var(--lobi-space-2) var(--lobi-space-2);
      cursor: pointer;
    }
    .quote input {
      width: 16px;
      height: 16px;
      margin: 4px;
      accent-color: var(--lobi-accent);
    }
    .files {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      padding: 0 var(--lobi-space-3) var(--lobi-space-3);
    }
    .files .chip {
      min-height: 24px;
    }
    .files button {
      display: grid;
      place-items: center;
      width: 18px;
      height: 20px;
      margin-inline-end: -4px;
    }
    .hint {
      margin: 0 var(--lobi-space-2) var(--lobi-space-2);
      padding: 7px var(--lobi-space-3);
      border-radius: var(--lobi-radius);
      font-size: var(--lobi-size-s);
      line-height: var(--lobi-line-s);
      overflow-wrap: anywhere;
    }
    .hint.amber {
      background: var(--lobi-warning-soft);
      color: var(--lobi-warning);
    }
    .hint.red {
      background: var(--lobi-danger-soft);
      color: var(--lobi-danger);
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--lobi-space-1);
      padding: var(--lobi-space-2);
      border-top: 1px solid var(--lobi-border);
    }
    .split {
      display: inline-flex;
      gap: 1px;
      margin-inline-end: var(--lobi-space-1);
    }
    .split > .btn {
      padding: 0 var(--lobi-space-3);
      border-start-end-radius: 0;
      border-end-end-radius: 0;
    }
    .split lobi-menu {
      --lobi-menu-radius: 0 var(--lobi-radius) var(--lobi-radius) 0;
    }
    .gone {
      display: flex;
      align-items: center;
      gap: var(--lobi-space-2);
      padding: var(--lobi-space-2) var(--lobi-space-2) var(--lobi-space-2) var(--lobi-space-4);
      background: var(--lobi-accent-soft);
      border-color: transparent;
      box-shadow: none;
    }
    @media (pointer: coarse) {
      .to {
        min-height: var(--lobi-touch);
      }
      .to input,
      .to select,
      .copies {
        min-height: 32px;
      }
      .quote {
        min-height: var(--lobi-touch);
      }
      .files .chip,
      .files button {
        min-height: 36px;
      }
      .files button {
        width: 32px;
      }
    }
    @container lobi-box (max-width: 399px) {
      textarea {
        font-size: var(--lobi-size-m);
        line-height: 21px;
      }
      .tool:nth-of-type(n + 2):not(:last-child) {
        display: none;
      }
    }
  `,
];
