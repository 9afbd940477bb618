/** The sign of the house. */
import { html } from 'lit';

export const mark = html`<svg
  viewBox="0 0 22 22"
  fill="none"
  stroke="currentColor"
  stroke-width="2.2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M4 3v16h14" />
  <path d="M9 14V7a4 4 0 0 1 8 0v7" />
</svg>`;
