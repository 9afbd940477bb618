/** A sentence in the place of content: what belongs here, what happened, what to do first. */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { icon } from './icons.ts';

export interface Saying {
  icon: SVGTemplateResult;
  title: string;
  text: string;
  /** The first step: a button or a link. */
  action?: TemplateResult | typeof nothing;
  /** Something failed: it is announced. */
  bad?: boolean;
}

export function saying({ icon: drawing, title, text, action, bad }: Saying): TemplateResult {
  return html`<div class="saying ${bad ? 'bad' : ''}" role=${bad ? 'alert' : nothing}>
    ${icon(drawing)}<b>${title}</b>
    <p>${text}</p>
    ${action ?? nothing}
  </div>`;
}

export const sayingStyles = css`
  .saying {
    display: grid;
    justify-items: start;
    gap: var(--lobi-space-1);
    padding: var(--lobi-space-4);
  }
  .saying > .icon {
    width: 20px;
    height: 20px;
    stroke-width: 1.7;
    color: var(--lobi-text-2);
    margin-bottom: var(--lobi-space-1);
  }
  .saying p {
    max-width: 44em;
    color: var(--lobi-text-2);
    overflow-wrap: anywhere;
  }
  .saying .btn {
    margin-top: var(--lobi-space-2);
  }
  .saying.bad > .icon {
    color: var(--lobi-danger);
  }
  .bone {
    display: block;
    height: 12px;
    margin: 6px 0;
    border-radius: 4px;
    background: var(--lobi-surface-2);
  }
`;
