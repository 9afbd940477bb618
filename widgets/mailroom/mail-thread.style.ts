import { css } from 'lit';
import { markLook } from '../kernel/mark-look.ts';

export const threadStyles = [
  markLook,
  css`
  .subject {
    padding: var(--lobi-space-4) 20px var(--lobi-space-3);
  }
  .subject h2 {
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    letter-spacing: -0.012em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .subject select {
    max-width: 100%;
    margin: 0 0 var(--lobi-space-2);
    padding: 2px 4px;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
  }
  .marks {
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 6px;
  }
  .marks .chip:is(a):hover {
    border-color: var(--lobi-border-strong);
  }
  .mails {
    padding: 0 20px;
  }
  .mails > li {
    border-top: 1px solid var(--lobi-border);
  }
  .fold {
    display: grid;
    grid-template-columns: 24px auto minmax(0, 1fr) auto auto;
    align-items: center;
    gap: var(--lobi-space-3);
    width: 100%;
    min-height: 40px;
    text-align: start;
  }
  .fold b {
    font-weight: 500;
  }
  .fold:hover {
    background: var(--lobi-surface-2);
    box-shadow: 0 0 0 4px var(--lobi-surface-2);
    clip-path: inset(0 -4px);
  }
  .fold time {
    grid-column: 5;
  }
  .fold > .icon {
    width: 13px;
    height: 13px;
    color: var(--lobi-text-2);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-2);
    padding: var(--lobi-space-2) 20px 20px 56px;
  }
  .write {
    margin: 0 20px 20px 56px;
  }
  .pad {
    padding: var(--lobi-space-3) 20px;
    border-top: 1px solid var(--lobi-border);
  }
  .bone.w3 {
    width: 30%;
  }
  .bone.w4 {
    width: 36%;
  }
  .bone.w6 {
    width: 60%;
  }
  .bone.w7 {
    width: 74%;
  }
  .bone.w9 {
    width: 94%;
  }
  @media (pointer: coarse) {
    .fold {
      min-height: var(--lobi-touch);
    }
    .subject select {
      min-height: var(--lobi-touch);
    }
  }
  @container lobi-box (max-width: 479px) {
    .subject {
      padding: var(--lobi-space-3) var(--lobi-space-3) var(--lobi-space-2);
    }
    .subject h2 {
      font-size: var(--lobi-size-read);
      line-height: 22px;
    }
    .mails {
      padding: 0 var(--lobi-space-3);
    }
    .answers,
    .write {
      margin-inline: 0;
      padding-inline: var(--lobi-space-3);
    }
    .write {
      margin: 0 var(--lobi-space-2) var(--lobi-space-2);
      padding: 0;
    }
    .pad {
      padding: var(--lobi-space-2) var(--lobi-space-3);
    }
  }
  /* A side column: a folded mail is two lines, and only the first answer has a word. */
  @container lobi-box (max-width: 399px) {
    .fold {
      grid-template-columns: minmax(0, 1fr) auto auto;
      gap: 0 var(--lobi-space-2);
      padding: var(--lobi-space-2) 0;
    }
    .fold .avatar {
      display: none;
    }
    .fold b {
      grid-column: 1;
      font-weight: 600;
    }
    .fold time {
      grid-column: 3;
      grid-row: 1;
    }
    .fold > .icon {
      grid-column: 2;
      grid-row: 1;
    }
    .fold .cut {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .marks .chip:not(.on) {
      display: none;
    }
    .answers {
      padding-top: 0;
    }
    .answers .btn:not(.reply) span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .answers .reply {
      flex: 1;
      border-color: var(--lobi-accent);
      background: var(--lobi-accent);
      color: var(--lobi-on-accent);
    }
    .answers .reply .icon {
      color: inherit;
    }
  }
`,
];
