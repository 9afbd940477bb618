/**
 * Icons of one set (lucide), put into the built file one by one:
 *
 *   import mail from 'lucide-static/icons/mail.svg?icon';
 *   html`${icon(mail)} Mail`          // beside a word: hidden from screen readers
 *   html`<button>${icon(mail, this.t('write'))}</button>`   // alone: with its name
 */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { html, nothing } from 'lit';

export function icon(drawing: SVGTemplateResult, name?: string): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    role=${name ? 'img' : nothing}
    aria-label=${name ?? nothing}
    aria-hidden=${name ? nothing : 'true'}
  >
    ${drawing}
  </svg>`;
}
