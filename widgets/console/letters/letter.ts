/** `<lobi-letter-page>`: one letter to many. Until it is sent it is written; afterwards it shows what became of it. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { define } from '../../kernel/element.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import type { LetterRow } from './letter-row.ts';
import { isDraft } from './letter-row.ts';
import { words } from './texts.ts';

export class LetterPage extends Page {
  static override texts = words;
  static override styles = [
    Page.styles,
    css`
      :host > * {
        height: 100%;
      }
    `,
  ];

  readonly letter = new RecordWatch<LetterRow>(this, () =>
    this.route.parts[1] ? { entity: 'letter', id: this.route.parts[1] } : null,
  );

  protected override updated(): void {
    const row = this.letter.row;
    const title = row?.registerNumber ?? this.t(row && !isDraft(row) ? 'letters.title' : 'letters.new');
    this.emit('lobi-page-title', { title, back: '/mail/letters' });
  }

  override render(): TemplateResult {
    const row = this.letter.row;
    if (!row) {
      if (this.letter.refusal) return failing(this.letter.refusal, () => this.letter.refetch());
      return html`<div class="bones">${[1, 2, 3].map(() => html`<i class="bone"></i>`)}</div>`;
    }
    if (isDraft(row)) {
      void import('./draft.ts');
      return html`<lobi-letter-draft .route=${this.route} .user=${this.user} .letter=${row}></lobi-letter-draft>`;
    }
    void import('./proof.ts');
    return html`<lobi-letter-proof .route=${this.route} .user=${this.user} .letter=${row}></lobi-letter-proof>`;
  }
}

define('lobi-letter-page', LetterPage);
