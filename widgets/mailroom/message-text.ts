/** A mail without HTML: its words as they were typed, addresses as links, the quoted rest behind "…". */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { linked, splitQuote } from './plain.ts';

export function messageText(text: string, quotedWord: string): TemplateResult {
  const { written, quoted } = splitQuote(text);
  return html`<div class="words">${runs(written)}</div>
    ${
      quoted
        ? html`<details class="quoted"><summary aria-label=${quotedWord} title=${quotedWord}>…</summary><div class="words two">${runs(quoted)}</div></details>`
        : nothing
    }`;
}

function runs(text: string) {
  return linked(text).map((run) =>
    'link' in run
      ? html`<a class="link" href=${run.link} target="_blank" rel="noopener noreferrer">${run.text}</a>`
      : run.text,
  );
}

export const textStyles = css`
  .words {
    max-width: 44em;
    font-size: var(--lobi-size-read);
    line-height: var(--lobi-line-read);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .words .link {
    font-weight: 400;
  }
  .quoted > summary {
    display: inline-grid;
    place-items: center;
    width: 32px;
    height: 18px;
    margin: var(--lobi-space-2) 0;
    border-radius: 9px;
    background: var(--lobi-surface-2);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: 1;
    list-style: none;
    cursor: pointer;
    user-select: none;
  }
  .quoted > summary::-webkit-details-marker {
    display: none;
  }
  @media (pointer: coarse) {
    .quoted > summary {
      width: var(--lobi-touch);
      height: 32px;
      border-radius: 16px;
    }
  }
`;
