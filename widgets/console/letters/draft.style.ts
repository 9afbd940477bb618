/** A letter being written: four steps at the left, what its readers will get at the right. */
import { css } from 'lit';

export const draftStyles = css`
  .draft {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 400px;
  }
  .head {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: var(--lobi-space-3);
    padding: 12px 20px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .head h1 {
    font-size: var(--lobi-size-title);
    line-height: var(--lobi-line-title);
    font-weight: 600;
  }
  .head .push {
    display: flex;
    gap: var(--lobi-space-2);
  }
  .step {
    display: grid;
    grid-template-columns: 176px minmax(0, 1fr);
    gap: var(--lobi-space-3) var(--lobi-space-4);
    padding: 20px;
  }
  .step + .step {
    border-top: 1px solid var(--lobi-border);
  }
  .step > header {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 2px var(--lobi-space-2);
    align-content: start;
  }
  .step > header h2 {
    font-size: var(--lobi-size-m);
    line-height: var(--lobi-line-m);
    font-weight: 600;
    color: var(--lobi-text);
  }
  .step > header small {
    grid-column: 2;
    overflow-wrap: anywhere;
  }
  .no {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: 50%;
    font-size: var(--lobi-size-s);
    font-style: normal;
  }
  .no.done {
    border-color: var(--lobi-accent);
    background: var(--lobi-accent);
    color: var(--lobi-on-accent);
  }
  .no .icon {
    width: 13px;
    height: 13px;
    stroke-width: 2.4;
  }
  .within {
    display: grid;
    gap: var(--lobi-space-3);
    min-width: 0;
  }
  .sentence {
    padding: 12px 14px;
    border-inline-start: 2px solid var(--lobi-accent);
    border-radius: 0 var(--lobi-radius) var(--lobi-radius) 0;
    background: var(--lobi-accent-soft);
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
  }
  .reasons {
    display: grid;
    gap: 6px;
  }
  .reasons > li {
    display: grid;
    grid-template-columns: 56px 10px minmax(0, 1fr);
    gap: var(--lobi-space-2);
    align-items: baseline;
  }
  .reasons .num {
    text-align: end;
    font-weight: 500;
  }
  .reasons i {
    width: 8px;
    height: 8px;
    border-radius: 2px;
    background: var(--lobi-text-3);
  }
  .reasons i.going {
    background: var(--lobi-accent);
  }
  .reasons details {
    grid-column: 3;
  }
  .reasons summary {
    cursor: pointer;
  }
  .reasons details li {
    padding: 2px 0;
    color: var(--lobi-text-2);
  }
  .write {
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
  }
  .write .subject {
    display: flex;
    gap: var(--lobi-space-2);
    align-items: center;
    padding: 0 12px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .write input,
  .write textarea {
    flex: 1;
    min-width: 0;
    width: 100%;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
  }
  .write input {
    min-height: 36px;
  }
  .write textarea {
    display: block;
    min-height: 200px;
    padding: 12px;
    resize: vertical;
    field-sizing: content;
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
  }
  .write:focus-within {
    outline: 2px solid var(--lobi-focus);
    outline-offset: -1px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-1);
    padding: 4px 8px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-1);
    padding: 0 12px 12px;
  }
  .whom {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--lobi-space-3);
  }
  .whom .labelled {
    flex: 1 1 220px;
  }
  .two-up {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: start;
  }
  .checks {
    display: grid;
    gap: 10px;
  }
  .checks > li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: var(--lobi-space-2);
  }
  .checks .icon {
    margin-top: 2px;
    color: var(--lobi-success);
  }
  .checks .wrong .icon {
    color: var(--lobi-warning);
  }
  .preview {
    border-inline-start: 1px solid var(--lobi-border);
    background: var(--lobi-surface-0);
    overflow: auto;
  }
  .preview > header {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 40px;
    padding: 0 16px;
    border-bottom: 1px solid var(--lobi-border);
  }
  .who {
    padding: 12px 16px;
    overflow-wrap: anywhere;
  }
  .paper {
    margin: 0 16px 16px;
    padding: 20px;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    box-shadow: var(--lobi-shadow);
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .paper b {
    display: block;
    margin-bottom: var(--lobi-space-3);
  }
  @media (max-width: 1080px) {
    .draft {
      display: block;
      overflow: auto;
    }
    .draft > .scroll {
      overflow: visible;
    }
    .preview {
      border-inline-start: 0;
      border-top: 1px solid var(--lobi-border);
    }
  }
  @media (max-width: 640px) {
    .head {
      flex-wrap: wrap;
      padding: 12px 16px;
    }
    .step {
      grid-template-columns: minmax(0, 1fr);
      padding: 16px;
    }
  }
`;
