/**
 * `<lobi-card-consents>`: what a card said about being written to, for each channel and purpose: the last word, since when, how it is
 * known; everything that was ever said below it. What is written down stays: a change of mind is another entry.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import { dayOf } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { nameOf } from '../../kernel/refs.ts';
import { Answers } from '../answers.ts';
import { may } from '../may.ts';
import { CardPart, leaving } from '../people/card-part.ts';
import { toast } from '../toast.ts';
import { channels, consentQuestions, consentSent, purposes } from './consent-form.ts';
import { words } from './texts.ts';

interface ConsentRow extends Row {
  channel: string;
  purpose: string;
  status: 'given' | 'refused';
  source: string;
  at: string;
  text: string;
  evidence: string;
  document: Ref | null;
  user: Ref | null;
}

export class CardConsents extends CardPart {
  static override texts = words;
  static override properties = {
    ...CardPart.properties,
    open: { state: true },
    file: { state: true },
  };
  static override styles = [
    ...[CardPart.styles].flat(),
    css`
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 8px 4px 0;
        text-align: start;
        vertical-align: top;
        font-weight: 400;
      }
      th {
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      th[scope='row'] {
        white-space: nowrap;
      }
      td small {
        display: block;
      }
      .given {
        color: var(--lobi-success);
        font-weight: 500;
      }
      .refused {
        color: var(--lobi-danger);
        font-weight: 500;
      }
      details {
        margin-top: var(--lobi-space-2);
      }
      summary {
        cursor: pointer;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      details li {
        padding: 6px 0;
        overflow-wrap: anywhere;
      }
      blockquote {
        margin: 2px 0;
        padding-inline-start: 8px;
        border-inline-start: 2px solid var(--lobi-border);
        color: var(--lobi-text-2);
        white-space: pre-wrap;
      }
      form {
        margin-top: var(--lobi-space-2);
      }
    `,
  ];

  declare open: boolean;
  /** The evidence itself, where it was scanned. */
  declare file: File | null;
  readonly answers = new Answers(this);
  readonly consents = new ListWatch<ConsentRow>(this, () => ({
    path: '/api/consents',
    params: { where: JSON.stringify({ field: 'card', is: this.card.id }), sort: '-at', limit: 200 },
    topics: [nameOf(this.card), 'list:consent'],
  }));

  constructor() {
    super();
    this.open = false;
    this.file = null;
  }

  override render(): TemplateResult | typeof nothing {
    const { items } = this.consents;
    const open = may(this.card, 'change');
    if (items.length === 0 && !open) return nothing;
    return html`<section class="part">
      <div class="line head">
        <h2>${this.t('consents.title')}</h2>
        ${open && !this.open ? html`<button class="link s push" @click=${() => this.#begin()}>${this.t('consents.add')}</button>` : nothing}
      </div>
      ${this.open ? this.#form() : nothing} ${this.#table()}
      ${items.length > 0 ? this.#history() : nothing}
    </section>`;
  }

  /** Channels that somebody said something of; mail always. */
  #table(): TemplateResult {
    const last = new Map<string, ConsentRow>();
    // The newest come first.
    for (const row of this.consents.items.toReversed()) last.set(`${row.channel} ${row.purpose}`, row);
    const known = channels.filter(
      (channel) => channel === 'mail' || purposes.some((purpose) => last.has(`${channel} ${purpose}`)),
    );
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('consents.channel')}</th>
          ${purposes.map((purpose) => html`<th scope="col">${this.t(`consents.purpose.${purpose}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${known.map(
          (channel) =>
            html`<tr>
              <th scope="row">${this.t(`consents.channel.${channel}`)}</th>
              ${purposes.map((purpose) => html`<td>${this.#word(last.get(`${channel} ${purpose}`))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #word(row: ConsentRow | undefined): TemplateResult {
    if (row === undefined) return html`<span class="two s">${this.t('consents.none')}</span>`;
    return html`<span class=${row.status}>${this.t(`consents.status.${row.status}`)}</span><small>${this.#said(row)}</small>`;
  }

  #said({ at, source }: ConsentRow): string {
    const day = dayOf(at, this.clock);
    return this.t('consents.said', { day, source: this.t(`consents.source.${source}`) });
  }

  #history(): TemplateResult {
    const { items } = this.consents;
    return html`<details>
      <summary>${this.t('consents.history', { count: items.length })}</summary>
      <ol>
        ${items.map(
          (row) => html`<li>
            ${this.t(`consents.channel.${row.channel}`)}, ${this.t(`consents.purpose.${row.purpose}`)}:
            <span class=${row.status}>${this.t(`consents.status.${row.status}`)}</span>
            <small>${[this.#said(row), row.user?.label].filter(Boolean).join(', ')}</small>
            ${row.text ? html`<blockquote>${row.text}</blockquote>` : nothing}
            ${row.evidence ? html`<small>${this.t('consents.evidence')}: ${row.evidence}</small>` : nothing}
            ${row.document ? html`<a class="link s" href="/api/documents/${row.document.id}/content" download>${icon(clip)}${row.document.label}</a>` : nothing}
          </li>`,
        )}
      </ol>
    </details>`;
  }

  #form(): TemplateResult {
    const { answers } = this;
    return html`<form @submit=${answers.submit(() => this.#save())} @keydown=${leaving(() => this.#shut())}>
      ${consentQuestions(this, answers, this.today)}
      <label class="btn plain small">
        ${icon(clip)}<span>${this.file?.name ?? this.t('consents.file')}</span>
        <input class="say-only" type="file" @change=${(event: Event) => (this.file = (event.target as HTMLInputElement).files?.[0] ?? null)} />
      </label>
      <div class="line">
        <button class="btn first small" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  async #begin(): Promise<void> {
    this.answers.clear();
    this.open = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form select')?.focus();
  }

  #shut(): void {
    this.open = false;
    this.file = null;
    this.answers.clear();
  }

  async #save(): Promise<void> {
    const card = { entity: this.card.entity, id: this.card.id };
    const document = this.file && (await this.#upload(this.file));
    const sent = consentSent(this.answers, this.today);
    await this.connection.store.create('/api/consents', { card, ...sent, document });
    this.#shut();
    await this.consents.refetch();
    toast(this, this.t('consents.written'));
  }

  async #upload(file: File): Promise<{ id: string }> {
    const form = new FormData();
    form.append('file', file, file.name);
    const { id } = await this.connection.api.post('/api/documents', form);
    return { id };
  }
}

define('lobi-card-consents', CardConsents);
