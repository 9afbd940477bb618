/** A mail or web address that breaks before its @ and its dots only, never inside a word. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

export function addressWords(address: string): TemplateResult {
  return html`${address.split(/(?=[@./])/).map((part, at) => html`${at ? html`<wbr />` : nothing}${part}`)}`;
}
