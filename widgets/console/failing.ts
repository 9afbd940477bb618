/** What a part of a page says when it could not be read: what happened, what was kept, what to do. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import '../kernel/trouble.ts';
import type { Refusal } from '../kernel/refusal.ts';

export function failing(refusal: Refusal, retry: () => unknown): TemplateResult {
  return html`<lobi-trouble .refusal=${refusal} @lobi-trouble-retry=${retry}></lobi-trouble>`;
}
