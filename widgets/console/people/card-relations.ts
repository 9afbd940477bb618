/**
 * `<lobi-card-relations>`: how a card stands to others of its kind, named from this side. Adding one asks what the other is, who, and
 * since when; for an organisation also what it belongs to, which makes the tree.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { Answers, choice, question } from '../answers.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart, leaving } from './card-part.ts';

interface Relation extends Row {
  card: Ref;
  other: Ref;
  role: string;
  roleName: string;
  counterRole: string;
  counterRoleName: string;
  from: string | null;
  until: string | null;
  note: string;
}

interface Kind extends Row {
  between: string;
  key: string;
  counterKey: string;
  label: Record<string, string>;
  counterLabel: Record<string, string>;
}

/** The field `parent` of an organisation, offered among the kinds. */
const belongsTo = ':parent';

export class CardRelations extends CardPart {
  static override properties = { ...CardPart.properties, open: { state: true }, other: { state: true } };

  /** 'new', the id of a relation that is being changed, or null. */
  declare open: string | null;
  declare other: Choice[];
  readonly answers = new Answers(this);
  readonly relations = new ListWatch<Relation>(this, () => ({
    path: '/api/relations',
    params: { about: nameOf(this.card), limit: 100 },
    topics: [nameOf(this.card), 'list:relation'],
  }));
  readonly kinds = new ListWatch<Kind>(this, () =>
    this.open === null
      ? null
      : { path: '/api/relation-kinds', params: { limit: 200 }, topics: ['list:relationKind'] },
  );

  constructor() {
    super();
    this.open = null;
    this.other = [];
  }

  override render(): TemplateResult {
    const stays = ({ until }: Relation) => !until || until >= this.today;
    const items = this.relations.items.toSorted(
      (a, b) => Number(stays(b)) - Number(stays(a)) || (b.from ?? '').localeCompare(a.from ?? ''),
    );
    return html`<section class="part">
      <div class="line">
        <h2>${this.t('relations.title')}</h2>
        ${this.open === 'new' ? nothing : html`<button class="push link s" aria-label=${this.t('relations.addLabel')} @click=${() => this.#open('new')}>${this.t('positions.add')}</button>`}
      </div>
      ${this.open === 'new' ? this.#form(null) : nothing}
      ${items.length === 0 && this.relations.here && this.open !== 'new' ? html`<p class="two s">${this.t('relations.none')}</p>` : nothing}
      <ul>
        ${items.map((relation) => this.#row(relation, stays(relation)))}
      </ul>
    </section>`;
  }

  /** The other card, and what it is to this one. */
  #side({ card, other, role, roleName, counterRole, counterRoleName }: Relation) {
    return card.id === this.card.id
      ? { other, role, name: roleName }
      : { other: card, role: counterRole, name: counterRoleName };
  }

  #row(relation: Relation, stays: boolean): TemplateResult {
    const { other, name } = this.#side(relation);
    const under = [name, this.spanWords(relation.from, relation.until), relation.note]
      .filter(Boolean)
      .join(', ');
    return html`<li class="row ${stays ? '' : 'left'}">
      ${avatar({ name: other.label ?? '', entity: other.entity }, this.language)}
      <a href=${placeOf(other)}><b class="cut">${other.label}</b><small>${under}</small></a>
      ${
        may(relation, 'change') && this.open !== relation.id
          ? html`<span class="end">
              <button class="link s" aria-label=${this.t('relations.editOf', { name: other.label ?? '' })} @click=${() => this.#open(relation.id, relation)}>${this.t('card.edit')}</button>
            </span>`
          : nothing
      }
      ${this.open === relation.id ? this.#form(relation) : nothing}
    </li>`;
  }

  #form(relation: Relation | null): TemplateResult {
    const { answers } = this;
    const role = answers.value('role', this.#roles()[0]?.value);
    const fault =
      answers.fault('other') ?? answers.fault('parent') ?? answers.said(['role', 'from', 'until', 'note']);
    return html`<form @submit=${answers.submit(() => this.#save(relation))} @keydown=${leaving(() => this.#shut())}>
      ${choice(answers, { name: 'role', label: this.t('relations.role') }, this.#roles())}
      ${
        relation
          ? nothing
          : html`<div class="labelled">
              <span class="label">${this.t('relations.other')}</span>
              <lobi-picker
                label=${this.t('relations.other')}
                .value=${this.other}
                .fault=${fault ?? undefined}
                .search=${(text: string) => this.findCards(this.card.entity, text)}
                @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => (this.other = event.detail.value)}
              ></lobi-picker>
            </div>`
      }
      ${fault && relation ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
      ${
        role === belongsTo
          ? nothing
          : html`<div class="days">
                ${question(answers, { name: 'from', label: this.t('positions.from'), type: 'date' })}
                ${question(answers, { name: 'until', label: this.t('positions.untilDay'), type: 'date' })}
              </div>
              ${question(answers, { name: 'note', label: this.t('relations.note') })}`
      }
      <div class="line">
        <button class="btn first small" ?disabled=${answers.busy || (!relation && this.other.length === 0)}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
        ${relation && may(relation, 'close') ? html`<button class="btn plain small push" type="button" @click=${() => this.#remove(relation)}>${this.t('positions.remove')}</button>` : nothing}
      </div>
    </form>`;
  }

  #roles() {
    const name = (label: Record<string, string>) => label[this.language] ?? label.en ?? '';
    const mine = this.kinds.items.filter(({ between }) => between === this.card.entity);
    const ends = mine.flatMap(({ key, counterKey, label, counterLabel }) => [
      { value: key, label: name(label) },
      ...(counterKey === key ? [] : [{ value: counterKey, label: name(counterLabel) }]),
    ]);
    const sorted = ends.toSorted((a, b) => a.label.localeCompare(b.label, this.language));
    return this.card.entity === 'organisation' && this.open === 'new'
      ? [{ value: belongsTo, label: this.t('relations.belongsTo') }, ...sorted]
      : sorted;
  }

  async #open(id: string, relation?: Relation): Promise<void> {
    this.answers.clear();
    this.other = [];
    this.open = id;
    if (relation) {
      const { from, until, note } = relation;
      this.answers.values = { role: this.#side(relation).role, from: from ?? '', until: until ?? '', note };
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form select')?.focus();
  }

  #shut(): void {
    this.open = null;
    this.other = [];
    this.answers.clear();
  }

  async #save(relation: Relation | null): Promise<void> {
    const { store } = this.connection;
    const { role = this.#roles()[0]?.value ?? '', from, until, note } = this.answers.values;
    const days = { from: from || null, until: until || null, note: note ?? '' };
    if (relation) {
      const mine = relation.card.id === this.card.id;
      const turned = mine ? role : this.#counterOf(role);
      await store.patch(relation, { role: turned, ...days });
    } else {
      const other = parseRef(this.other[0]?.key);
      if (!other) return;
      if (role === belongsTo) await store.patch(this.card, { parent: other });
      else await store.create('/api/relations', { card: this.#me, role, other, ...days });
    }
    this.#shut();
    await this.relations.refetch();
  }

  get #me(): Ref {
    return { entity: this.card.entity, id: this.card.id };
  }

  /** What this card is to the other, where the other is so to it. */
  #counterOf(role: string): string {
    const kind = this.kinds.items.find(({ key, counterKey }) => key === role || counterKey === role);
    return kind?.key === role ? kind.counterKey : (kind?.key ?? role);
  }

  async #remove(relation: Relation): Promise<void> {
    const { api } = this.connection;
    try {
      await api.delete(`/api/relations/${relation.id}`);
      this.#shut();
      await this.relations.refetch();
      const undo = async () => {
        await api.post(`/api/relations/${relation.id}/restore`);
        await this.relations.refetch();
      };
      toast(this, this.t('relations.removed'), { undo });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-card-relations', CardRelations);
