/** `<lobi-relation-kinds>`: how persons, and how organisations, can stand to each other; named from both ends. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import { choice } from '../answers.ts';
import { NamedList, type Names } from './cards-list.ts';

interface Kind extends Row {
  between: 'person' | 'organisation';
  key: string;
  counterKey: string;
  label: Names;
  counterLabel: Names;
  hierarchical: boolean | null;
}

export class RelationKinds extends NamedList {
  readonly kinds = new ListWatch<Kind>(this, () => ({
    path: '/api/relation-kinds',
    params: { limit: 200 },
    topics: ['list:relationKind'],
  }));

  protected override refetch(): Promise<void> {
    return this.kinds.refetch();
  }

  override render(): TemplateResult {
    return html`${this.open === 'new' ? this.#form(null) : html`<p><button class="btn small" @click=${() => this.begin('new')}>${this.t('cards.addRelation')}</button></p>`}
      ${(['person', 'organisation'] as const).map(
        (between) => html`<h2>${this.t(`people.all.${between}`)}</h2>
          <ul class="rows">
            ${this.kinds.items.filter((kind) => kind.between === between).map((kind) => this.#row(kind))}
          </ul>`,
      )}`;
  }

  #row(kind: Kind): TemplateResult {
    const { id, key, counterKey, label, counterLabel } = kind;
    const name = key === counterKey ? this.say(label) : `${this.say(label)} ↔ ${this.say(counterLabel)}`;
    const begin = () =>
      this.begin(id, { ...this.preset('label', label), ...this.preset('counterLabel', counterLabel) });
    return html`<li>
      <span>${name}<small>${key === counterKey ? key : `${key}, ${counterKey}`}</small></span>
      ${this.open === id ? nothing : this.editButton(name, () => void begin())}
      ${this.open === id ? this.#form(kind) : nothing}
    </li>`;
  }

  #form(kind: Kind | null): TemplateResult {
    const alike = kind ? kind.key === kind.counterKey : this.answers.value('sides') === 'alike';
    return html`<form @submit=${this.answers.submit(() => this.#save(kind))}>
      ${
        kind
          ? nothing
          : html`<div class="three-up">
              ${choice(this.answers, { name: 'between', label: this.t('cards.between') }, [
                { value: 'person', label: this.t('people.all.person') },
                { value: 'organisation', label: this.t('people.all.organisation') },
              ])}
              ${choice(this.answers, { name: 'sides', label: this.t('cards.sides') }, [
                { value: 'two', label: this.t('cards.sidesTwo') },
                { value: 'alike', label: this.t('cards.sidesAlike') },
                { value: 'above', label: this.t('cards.sidesAbove') },
              ])}
            </div>`
      }
      ${this.names('label', this.t('people.name'))}
      ${alike ? nothing : this.names('counterLabel', this.t('cards.counter'))}
      ${this.foot(kind ? html`<button class="btn plain small" type="button" @click=${() => this.close(`/api/relation-kinds/${kind.id}`)}>${this.t('cards.close')}</button>` : nothing)}
    </form>`;
  }

  async #save(kind: Kind | null): Promise<void> {
    const { store } = this.connection;
    const label = this.named('label');
    const sides = kind
      ? kind.key === kind.counterKey
        ? 'alike'
        : 'two'
      : this.answers.value('sides', 'two');
    const counter = sides === 'alike' ? {} : { counterLabel: this.named('counterLabel') };
    if (kind) await store.patch({ entity: kind.entity, id: kind.id }, { label, ...counter });
    else
      await store.create('/api/relation-kinds', {
        between: this.answers.value('between', 'person'),
        hierarchical: sides === 'above',
        label,
        ...counter,
      });
    await this.kept();
  }
}

define('lobi-relation-kinds', RelationKinds);
