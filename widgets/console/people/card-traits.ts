/**
 * `<lobi-card-traits>`: what is known of a card over time: hobbies, schools, sizes, certificates; of kinds that administrators define. Each is
 * changed where it stands; what has ended comes last.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import { define } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import { nameOf } from '../../kernel/refs.ts';
import { Answers, choice, question } from '../answers.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart, leaving } from './card-part.ts';

interface Trait extends Row {
  kind: string;
  kindName: string;
  value: string;
  shown: string;
  from: string | null;
  until: string | null;
  note: string;
}

export interface TraitKind extends Row {
  of: string;
  key: string;
  label: Record<string, string>;
  takes: 'text' | 'number' | 'choice';
  options: { key: string; label: Record<string, string> }[];
}

export class CardTraits extends CardPart {
  static override properties = { ...CardPart.properties, open: { state: true } };
  static override styles = [
    ...[CardPart.styles].flat(),
    css`
      .adds {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: var(--lobi-space-3);
      }
      dd {
        position: relative;
      }
      dd form {
        margin-top: var(--lobi-space-2);
      }
      .pen {
        opacity: 0;
      }
      dd div:hover .pen,
      .pen:focus-visible {
        opacity: 1;
      }
      @media (pointer: coarse) {
        .pen {
          opacity: 1;
        }
      }
    `,
  ];

  /** Id of what is changed, `new:KIND`, or null. */
  declare open: string | null;
  readonly answers = new Answers(this);
  readonly traits = new ListWatch<Trait>(this, () => ({
    path: '/api/traits',
    params: { about: nameOf(this.card), limit: 200 },
    topics: [nameOf(this.card), 'list:trait'],
  }));
  readonly kinds = new ListWatch<TraitKind>(this, () => ({
    path: '/api/trait-kinds',
    params: { limit: 200 },
    topics: ['list:traitKind'],
  }));

  constructor() {
    super();
    this.open = null;
  }

  override render(): TemplateResult | typeof nothing {
    const kinds = this.kinds.items.filter(({ of }) => of === this.card.entity);
    const open = may(this.card, 'change');
    const byKind = Map.groupBy(this.traits.items, ({ kind }) => kind);
    const drawn = [...byKind.keys(), ...(this.open?.startsWith('new:') ? [this.open.slice(4)] : [])];
    const empty = kinds.filter(({ key }) => !drawn.includes(key));
    if (drawn.length === 0 && (!open || empty.length === 0)) return nothing;
    return html`<section class="part">
      <h2>${this.t('traits.title')}</h2>
      <dl class="facts">
        ${[...new Set(drawn)].map((key) => this.#kind(key, byKind.get(key) ?? [], open))}
      </dl>
      ${open && empty.length ? html`<div class="adds">${empty.map(({ key, label }) => html`<button class="chip dashed" @click=${() => this.#open(`new:${key}`)}>${icon(plus)}${labelOf(label, this.language)}</button>`)}</div>` : nothing}
    </section>`;
  }

  #kind(key: string, traits: Trait[], open: boolean): TemplateResult {
    const kind = this.kinds.items.find((each) => each.key === key);
    const name = kind ? labelOf(kind.label, this.language) : (traits[0]?.kindName ?? key);
    const stays = ({ until }: Trait) => !until || until >= this.today;
    const sorted = traits.toSorted(
      (a, b) => Number(stays(b)) - Number(stays(a)) || (b.from ?? '').localeCompare(a.from ?? ''),
    );
    return html`<dt>${name}</dt>
      <dd>
        ${sorted.map((trait) => (this.open === trait.id ? this.#form(kind, trait) : this.#said(trait, stays(trait), open)))}
        ${this.open === `new:${key}` ? this.#form(kind, null) : nothing}
        ${open && traits.length && this.open !== `new:${key}` ? html`<button class="pen s link" aria-label=${this.t('traits.addOf', { name })} @click=${() => this.#open(`new:${key}`)}>${this.t('positions.add')}</button>` : nothing}
      </dd>`;
  }

  #said(trait: Trait, stays: boolean, open: boolean): TemplateResult {
    const under = [this.spanWords(trait.from, trait.until), trait.note].filter(Boolean).join(', ');
    return html`<div class=${stays ? '' : 'three'}>
      ${trait.shown}${open ? html` <button class="pen s link" aria-label=${this.t('card.editFact', { label: trait.shown })} @click=${() => this.#open(trait.id, trait)}>${this.t('card.edit')}</button>` : nothing}
      ${under ? html`<small>${under}</small>` : nothing}
    </div>`;
  }

  #form(kind: TraitKind | undefined, trait: Trait | null): TemplateResult {
    const { answers } = this;
    const asked = {
      name: 'value',
      label: kind ? labelOf(kind.label, this.language) : this.t('traits.value'),
    };
    const options = (kind?.options ?? []).map(({ key, label }) => ({
      value: key,
      label: labelOf(label, this.language),
    }));
    const said = answers.said(['value', 'from', 'until', 'note']);
    return html`<form @submit=${answers.submit(() => this.#save(kind, trait))} @keydown=${leaving(() => this.#shut())}>
      ${kind?.takes === 'choice' ? choice(answers, asked, options) : question(answers, { ...asked, required: true })}
      <div class="days">
        ${question(answers, { name: 'from', label: this.t('positions.from'), type: 'date' })}
        ${question(answers, { name: 'until', label: this.t('positions.untilDay'), type: 'date' })}
      </div>
      ${question(answers, { name: 'note', label: this.t('relations.note') })}
      ${said ? html`<p class="fault" role="alert">${said}</p>` : nothing}
      <div class="line">
        <button class="btn first small" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
        ${trait ? html`<button class="btn plain small push" type="button" @click=${() => this.#remove(trait)}>${this.t('positions.remove')}</button>` : nothing}
      </div>
    </form>`;
  }

  async #open(which: string, trait?: Trait): Promise<void> {
    this.answers.clear();
    this.open = which;
    if (trait) {
      const { value, from, until, note } = trait;
      this.answers.values = { value, from: from ?? '', until: until ?? '', note };
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form input, form select')?.focus();
  }

  #shut(): void {
    this.open = null;
    this.answers.clear();
  }

  async #save(kind: TraitKind | undefined, trait: Trait | null): Promise<void> {
    const { value = kind?.options[0]?.key ?? '', from, until, note } = this.answers.values;
    const sent = { value, from: from || null, until: until || null, note: note ?? '' };
    const { store } = this.connection;
    const card = { entity: this.card.entity, id: this.card.id };
    if (trait) await store.patch(trait, sent);
    else await store.create('/api/traits', { card, kind: kind?.key ?? this.open?.slice(4), ...sent });
    this.#shut();
    await this.traits.refetch();
  }

  async #remove({ id }: Trait): Promise<void> {
    const { api } = this.connection;
    try {
      await api.delete(`/api/traits/${id}`);
      this.#shut();
      await this.traits.refetch();
      const undo = async () => {
        await api.post(`/api/traits/${id}/restore`);
        await this.traits.refetch();
      };
      toast(this, this.t('traits.removed'), { undo });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-card-traits', CardTraits);
