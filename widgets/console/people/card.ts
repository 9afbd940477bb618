/**
 * `<lobi-card-page>`: a person or an organisation, seen whole: facts at the left, changed where they stand; the history in the
 * middle; people, where it belongs and criteria at the right. At 360 the three are tabs.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import archive from 'lucide-static/icons/archive.svg?icon';
import dots from 'lucide-static/icons/ellipsis.svg?icon';
import badge from 'lucide-static/icons/id-card.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import phone from 'lucide-static/icons/phone.svg?icon';
import undo from 'lucide-static/icons/undo-2.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/menu.ts';
import { avatar } from '../../controls/avatar.ts';
import { dayOf } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import type { Ref } from '../../kernel/refs.ts';
import { nameOf, parseRef, pathOf } from '../../kernel/refs.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import type { Card } from '../../people/cards.ts';
import { nameOfCard, waysOf } from '../../people/cards.ts';
import '../../notify/follow.ts';
import '../consents/card-consents.ts';
import { failing } from '../failing.ts';
import { Keys } from '../keys.ts';
import '../letters/card-letters.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { complain, toast } from '../toast.ts';
import { cardStyles } from './card.style.ts';
import './card-criteria.ts';
import './card-facts.ts';
import './card-history.ts';
import './card-people.ts';
import './card-relations.ts';
import './card-tags.ts';
import './card-traits.ts';
import './card-tree.ts';
import { Entity } from './entity.ts';

const parts = ['history', 'facts', 'people'] as const;

export class CardPage extends Page {
  static override styles = [Page.styles, cardStyles];

  readonly card = new RecordWatch<Card & { closedAt?: string | null }>(this, () => this.#ref);
  readonly entity = new Entity(this, () => this.#ref?.entity ?? null);
  readonly keys = new Keys(this, () => [
    { key: 'w', says: 'keys.writeTo', run: () => this.#write() },
    { key: 'i', says: 'keys.card', run: () => this.#flip() },
    { key: 'Escape', says: 'keys.back', run: () => history.back() },
  ]);

  get #ref(): Ref | null {
    return parseRef(this.route.parts[0]);
  }

  get #part(): (typeof parts)[number] {
    return parts.find((part) => part === this.route.query.get('part')) ?? 'history';
  }

  protected override updated(): void {
    const title = this.card.row ? nameOfCard(this.card.row) : '';
    const context = this.route.query.get('part') === 'people';
    this.emit('lobi-page-title', {
      title,
      back: context ? this.#to(null) : `/people?of=${this.#ref?.entity ?? 'person'}`,
    });
  }

  override render() {
    const { card } = this;
    if (!this.#ref || (!card.row && card.refusal?.kind === 'missing')) return this.#nowhere();
    if (!card.row) return card.refusal ? failing(card.refusal, () => card.refetch()) : this.#bones();
    const about = nameOf(this.#ref);
    const entity = this.entity.description;
    return html`<div class="work card at-${this.#part}">
      ${this.#head(card.row)} ${this.#tabs()}
      <aside class="pane side-facts" aria-label=${this.t('card.facts')}>
        <div class="scroll"><lobi-card-facts .card=${card.row} .entity=${entity}></lobi-card-facts><lobi-card-traits .card=${card.row}></lobi-card-traits><lobi-card-consents .card=${card.row}></lobi-card-consents><lobi-card-letters .card=${card.row}></lobi-card-letters></div>
      </aside>
      <section class="pane side-history" aria-label=${this.t('card.history')}>
        <lobi-card-history .route=${this.route} about=${about}></lobi-card-history>
      </section>
      <aside class="pane side-people" aria-label=${this.t('card.context')}>
        <div class="shut drawer-only"><a class="btn plain only" href=${this.#to(null)}>${icon(cross, this.t('card.hide'))}</a></div>
        <div class="scroll">
          <lobi-card-people .card=${card.row}></lobi-card-people>
          ${this.#ref.entity === 'organisation' ? html`<lobi-card-tree .card=${card.row}></lobi-card-tree>` : nothing}
          <lobi-card-relations .card=${card.row}></lobi-card-relations>
          <lobi-card-criteria .card=${card.row} .entity=${entity}></lobi-card-criteria>
        </div>
      </aside>
    </div>`;
  }

  #head(card: Card & { closedAt?: string | null }): TemplateResult {
    const number = waysOf(card, 'phone')[0]?.value;
    const kinds = this.entity.field('kinds');
    const kind = (key: string) =>
      labelOf(kinds?.options?.find((option) => option.key === key)?.label ?? key, this.language);
    return html`<header>
      ${avatar({ name: nameOfCard(card), entity: card.entity, size: 'big' }, this.language)}
      <div class="grow">
        <h1>${nameOfCard(card)}</h1>
        <div class="line marks">
          ${(card.kinds ?? []).map((key) => html`<span class="chip on">${kind(key)}</span>`)}
          ${card.representative ? html`<span class="chip"><span class="three">${this.t('card.answers')}</span> ${card.representative.label}</span>` : nothing}
          <lobi-card-tags .card=${card}></lobi-card-tags>
          ${card.closedAt ? html`<span class="chip amber">${this.t('card.closedOn', { day: dayOf(card.closedAt, this.clock) })}</span>` : nothing}
        </div>
      </div>
      <div class="line acts">
        ${waysOf(card, 'email').length ? html`<button class="btn first" aria-keyshortcuts="w" @click=${() => this.#write()}>${icon(mail)}${this.t('card.write')}</button>` : nothing}
        ${card.closedAt ? nothing : html`<lobi-follow of=${nameOf(card)}></lobi-follow>`}
        ${number ? html`<a class="btn soft" href="tel:${number.replace(/[^\d+]/g, '')}">${icon(phone)}${this.t('card.call')}</a>` : nothing}
        ${card.entity === 'person' && !card.closedAt ? html`<a class="btn soft" href="/desk/badge?person=${card.id}">${icon(badge)}${this.t('card.badge')}</a>` : nothing}
        <a class="btn soft drawer-only desk-only" href=${this.#to('people')} aria-keyshortcuts="i">${icon(people)}${this.t('card.context')}</a>
        ${this.#more(card)}
      </div>
    </header>`;
  }

  #more(card: Card & { closedAt?: string | null }): TemplateResult | typeof nothing {
    const closed = Boolean(card.closedAt);
    if (!may(card, closed ? 'restore' : 'close')) return nothing;
    const acts = [
      {
        key: 'close',
        label: this.t(closed ? 'card.restore' : 'card.close'),
        icon: closed ? undo : archive,
        danger: !closed,
      },
    ];
    return html`<lobi-menu label=${this.t('card.more')} .acts=${acts} @lobi-menu-choose=${() => this.#close(closed)}>${icon(dots)}</lobi-menu>`;
  }

  #tabs(): TemplateResult {
    return html`<nav class="tabs phone-only" aria-label=${this.t('card.parts')}>
      ${parts.map(
        (part) =>
          html`<a href=${this.#to(part === 'history' ? null : part)} aria-current=${part === this.#part ? 'page' : nothing}>${this.t(`card.part.${part}`)}</a>`,
      )}
    </nav>`;
  }

  #nowhere(): TemplateResult {
    void import('../shell/nowhere.ts');
    return html`<lobi-nowhere-page .route=${this.route} .user=${this.user}></lobi-nowhere-page>`;
  }

  #bones(): TemplateResult {
    return html`<div class="bones" aria-hidden="true"><i class="bone"></i><i class="bone"></i><i class="bone"></i></div>`;
  }

  #to(part: string | null): string {
    return withQuery(location.pathname, this.route.query, { part });
  }

  #flip(): void {
    go(this.#to(this.#part === 'people' ? null : 'people'));
  }

  #write(): void {
    const card = this.card.row;
    const address = card && waysOf(card, 'email')[0]?.value;
    if (address) go(withQuery('/mail/new', new URLSearchParams(), { to: address, about: nameOf(card) }));
  }

  async #close(closed: boolean): Promise<void> {
    const ref = this.#ref!;
    const { api } = this.connection;
    const close = () => api.delete(pathOf(ref));
    const restore = () => api.post(`${pathOf(ref)}/restore`);
    try {
      await (closed ? restore() : close());
      await this.card.refetch();
      const back = async () => {
        await (closed ? close() : restore());
        await this.card.refetch();
      };
      toast(this, this.t(closed ? 'card.restored' : 'card.closed'), { undo: back });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-card-page', CardPage);
