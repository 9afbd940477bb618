/**
 * `<lobi-contact-card card="person:ID">`, `card="organisation:ID"`: who this is, how to reach them, what was last said.
 *
 * From 280 px: name, organisation, ways, write and call, the last three lines. From 480 px: tabs for the timeline, mail,
 * people and documents.
 *
 * Events, cancelable where the host may act instead: `lobi-card-write` { card, address }, `lobi-card-call` { card, number },
 * `lobi-card-note` { card }, `lobi-record-open` { entity, id }, `lobi-element-open` { place }.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import mail from 'lucide-static/icons/mail.svg?icon';
import phone from 'lucide-static/icons/phone.svg?icon';
import note from 'lucide-static/icons/sticky-note.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import { avatar } from '../controls/avatar.ts';
import type { Piece } from '../kernel/box.ts';
import { BoxElement } from '../kernel/box.ts';
import { define } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { placeOf } from '../kernel/refs.ts';
import type { Saying } from '../kernel/saying.ts';
import { want } from '../kernel/want.ts';
import { RecordWatch } from '../kernel/watch.ts';
import type { Card, ContactPoint, Person } from './cards.ts';
import { nameOfCard, standing, todayIn, waysOf } from './cards.ts';
import { cardStyles } from './contact-card.style.ts';
import { phoneWords } from './phone-words.ts';
import { words } from './texts.ts';

const tabsFrom = 480;

export class ContactCard extends BoxElement {
  static override texts = words;
  static override styles = cardStyles;
  static override properties = { card: {}, wide: { state: true }, writing: { state: true } };

  /** Whose card: "person:01J…" or "organisation:01J…". */
  declare card: string;
  declare wide: boolean;
  declare writing: string | null;

  readonly who = new RecordWatch<Card>(this, () => this.card);
  #width = new ResizeObserver(([entry]) => {
    this.wide = entry!.contentRect.width >= tabsFrom;
    void (this.wide ? import('./card-tabs.ts') : import('./card-last.ts'));
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#width.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#width.disconnect();
  }

  protected override main() {
    return this.who.ref ? this.who : null;
  }

  protected override place(): string | null {
    return this.who.ref && placeOf(this.who.ref);
  }

  protected override foot(): Piece {
    return this.connection.live.line === 'live' ? html`<span>${this.t('foot.live')}</span>` : nothing;
  }

  protected override blank(): Saying | null {
    if (this.who.ref) return null;
    return { icon: user, title: this.t('card.empty'), text: this.t('card.emptyWhy') };
  }

  protected override bones(): TemplateResult {
    return html`<div class="pad">
      <div class="head"><i class="bone face"></i><div class="grow"><i class="bone w7"></i><i class="bone w5"></i></div></div>
      <div class="ways"><i class="bone w6"></i><i class="bone w8"></i><i class="bone w5"></i></div>
    </div>`;
  }

  protected override body(): Piece {
    const card = this.who.row!;
    return html`
      <div class="pad">
        ${this.#head(card)}${this.#ways(card)}${this.#acts(card)}
      </div>
      ${this.writing == null ? nothing : this.#composer(this.writing)}
      ${this.#history(card)}
    `;
  }

  #head(card: Card): TemplateResult {
    const name = nameOfCard(card);
    return html`<div class="head">
      ${avatar({ name, entity: card.entity, size: 'mid' }, this.language)}
      <div class="grow">
        <h2 class="name">${name}</h2>
        <p class="two role">${this.#role(card)}</p>
      </div>
    </div>`;
  }

  // Beside a person: title and organisation. Else what the card is to us.
  #role(card: Card): Piece {
    const position = standing((card as Person).positions ?? [], todayIn(this.clock.zone));
    if (!position) return this.#kinds(card);
    const organisation = position.organisation?.label ?? '';
    if (!position.title || !organisation) return position.title || organisation;
    return this.t('card.titleAt', { title: position.title, organisation });
  }

  #kinds({ kinds, entity }: Card): Piece {
    const said = (kinds ?? []).map((kind) => this.t('card.kind', { kind: kind.replaceAll('-', '') }));
    return said.join(', ') || (entity === 'organisation' ? this.t('card.kindOrganisation') : nothing);
  }

  #ways(card: Card): TemplateResult {
    const number = waysOf(card, 'phone')[0];
    const address = waysOf(card, 'email')[0];
    const { representative } = card;
    return html`<ul class="ways" aria-label=${this.t('card.ways')}>
      ${number ? html`<li>${icon(phone, this.t('way.phone'))}${this.#callLink(number)}</li>` : nothing}
      ${address ? html`<li>${icon(mail, this.t('way.email'))}${this.#writeLink(address)}</li>` : nothing}
      ${
        representative
          ? html`<li>${icon(user)}<span>${this.t('card.represents', { name: representative.label })}</span></li>`
          : nothing
      }
    </ul>`;
  }

  #callLink({ value }: ContactPoint): TemplateResult {
    return html`<a class="link num" href="tel:${value.replace(/[^\d+]/g, '')}" @click=${(event: Event) => this.#call(event, value)}
      >${phoneWords(value)}</a
    >`;
  }

  #writeLink({ value }: ContactPoint): TemplateResult {
    return html`<button class="link cut" title=${value} @click=${() => this.#write(value)}>${value}</button>`;
  }

  #acts(card: Card): Piece {
    const number = waysOf(card, 'phone')[0]?.value;
    const address = waysOf(card, 'email')[0]?.value;
    if (!number && !address && !card.can?.note) return nothing;
    return html`<div class="acts">
      ${
        address
          ? html`<button class="btn" @click=${() => this.#write(address)}>${icon(mail)}${this.t('card.write')}</button>`
          : nothing
      }
      ${
        number
          ? html`<a class="btn" href="tel:${number.replace(/[^\d+]/g, '')}" @click=${(event: Event) => this.#call(event, number)}
              >${icon(phone)}${this.t('card.call')}</a
            >`
          : nothing
      }
      ${
        card.can?.note
          ? html`<button class="btn" @click=${() => this.emit('lobi-card-note', { card: this.card })}>
              ${icon(note)}${this.t('card.note')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #history(card: Card): TemplateResult {
    return this.wide
      ? html`<lobi-card-tabs .card=${this.card}></lobi-card-tabs>`
      : html`<lobi-card-last .card=${this.card} .name=${nameOfCard(card)}></lobi-card-last>`;
  }

  #composer(to: string): TemplateResult {
    return html`<lobi-composer
      .to=${to}
      .about=${this.card}
      @lobi-composer-close=${() => (this.writing = null)}
    ></lobi-composer>`;
  }

  // The host may open its own mail window; else the composer opens here.
  async #write(address: string): Promise<void> {
    if (!this.emit('lobi-card-write', { card: this.card, address })) return;
    await want('lobi-composer');
    this.writing = address;
  }

  #call(event: Event, number: string): void {
    if (!this.emit('lobi-card-call', { card: this.card, number })) event.preventDefault();
  }
}

define('lobi-contact-card', ContactCard);
