/** A room of the settings: one column, a heading, and what is in it. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { Page } from '../page.ts';
import { roomStyles } from './style.ts';

export abstract class SettingsRoom extends Page {
  static override styles: import('lit').CSSResultGroup = [Page.styles, fieldStyles, roomStyles];

  protected head(
    title: string,
    says: string | typeof nothing,
    acts: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    return html`<header class="head">
      <h1>${title}</h1>
      ${says === nothing ? nothing : html`<span class="two">${says}</span>`}
      ${acts === nothing ? nothing : html`<span class="push">${acts}</span>`}
    </header>`;
  }
}
