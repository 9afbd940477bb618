/** `<lobi-criteria-list>`: sets of criteria and their trees; each criterion named in three languages, put where it belongs. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import { choice, question } from '../answers.ts';
import { Fetched } from '../fetched.ts';
import { NamedList, type Names } from './cards-list.ts';

interface Criterion extends Row {
  set: string;
  key: string;
  name: string;
  names: Names;
  parent: string | null;
}

interface CriteriaSet {
  key: string;
  label: Names;
}

export class CriteriaList extends NamedList {
  readonly sets = new Fetched<{ items: CriteriaSet[] }>(this, () => '/api/criteria-sets');
  readonly nodes = new ListWatch<Criterion>(this, () => ({
    path: '/api/criteria',
    params: { sort: 'name', limit: 200 },
    topics: ['list:criterion'],
  }));

  protected override async refetch(): Promise<void> {
    await Promise.all([this.sets.refetch(), this.nodes.refetch()]);
  }

  protected override updated(): void {
    // Trees are drawn whole; sets have hundreds of nodes, not thousands.
    if (this.nodes.hasMore) void this.nodes.more();
  }

  override render(): TemplateResult {
    return html`${this.open === 'new' ? this.#newForm() : html`<p><button class="btn small" @click=${() => this.begin('new')}>${this.t('cards.addCriterion')}</button></p>`}
    ${(this.sets.value?.items ?? []).map((set) => this.#set(set))}`;
  }

  #set(set: CriteriaSet): TemplateResult {
    const id = `set:${set.key}`;
    const name = this.say(set.label);
    return html`<div class="line">
        <h2>${name}</h2>
        <small>${set.key}</small>
        ${this.open === id ? nothing : html`<span class="push">${this.editButton(name, () => void this.begin(id, this.preset('label', set.label)))}</span>`}
      </div>
      ${
        this.open === id
          ? html`<form @submit=${this.answers.submit(() => this.#renameSet(set))}>
              ${this.names('label', this.t('people.name'))} ${this.foot()}
            </form>`
          : nothing
      }
      <ul class="rows">
        ${this.#tree(set.key, null, []).map(({ node, path }) => this.#row(node, path))}
      </ul>`;
  }

  #tree(set: string, parent: string | null, path: string[]): { node: Criterion; path: string[] }[] {
    if (path.length > 20) return [];
    return this.nodes.items
      .filter((node) => node.set === set && (node.parent ?? null) === parent)
      .flatMap((node) => [{ node, path }, ...this.#tree(set, node.key, [...path, node.name])]);
  }

  #row(node: Criterion, path: string[]): TemplateResult {
    const begin = () =>
      this.begin(node.id, { ...this.preset('names', node.names), parent: node.parent ?? '' });
    return html`<li>
      <span>${path.map((above) => html`<span class="three">${above} › </span>`)}${node.name}<small>${node.key}</small></span>
      ${this.open === node.id ? nothing : this.editButton(node.name, () => void begin())}
      ${this.open === node.id ? this.#form(node) : nothing}
    </li>`;
  }

  #form(node: Criterion): TemplateResult {
    return html`<form @submit=${this.answers.submit(() => this.#save(node))}>
      ${this.names('names', this.t('people.name'))} ${this.#above(node.set, node)}
      ${this.foot(html`<button class="btn plain small" type="button" @click=${() => this.close(`/api/criteria/${node.id}`)}>${this.t('cards.close')}</button>`)}
    </form>`;
  }

  #above(set: string, node: Criterion | null): TemplateResult {
    const others = this.#tree(set, null, []).filter((each) => each.node.id !== node?.id);
    return choice(this.answers, { name: 'parent', label: this.t('cards.above') }, [
      { value: '', label: '–' },
      ...others.map((each) => ({ value: each.node.key, label: [...each.path, each.node.name].join(' › ') })),
    ]);
  }

  #newForm(): TemplateResult {
    const sets = this.sets.value?.items ?? [];
    const set = this.answers.value('set', sets[0]?.key ?? ':new');
    return html`<form @submit=${this.answers.submit(() => this.#add(set))}>
      <div class="three-up">
        ${choice(this.answers, { name: 'set', label: this.t('cards.set') }, [
          ...sets.map(({ key, label }) => ({ value: key, label: this.say(label) })),
          { value: ':new', label: this.t('cards.newSet') },
        ])}
        ${set === ':new' ? question(this.answers, { name: 'setKey', label: this.t('cards.setKey'), hint: this.t('cards.setKeyHint'), required: true }) : nothing}
      </div>
      ${set === ':new' ? this.names('setLabel', this.t('cards.set')) : nothing}
      ${this.names('names', this.t('people.name'))} ${set === ':new' ? nothing : this.#above(set, null)}
      ${this.foot()}
    </form>`;
  }

  async #add(set: string): Promise<void> {
    const fresh = set === ':new';
    await this.connection.store.create('/api/criteria', {
      set: fresh ? this.answers.value('setKey').trim() : set,
      names: this.named('names'),
      parent: this.answers.value('parent') || null,
      ...(fresh ? { setLabel: this.named('setLabel') } : {}),
    });
    await this.kept();
  }

  async #save(node: Criterion): Promise<void> {
    const parent = this.answers.value('parent') || null;
    await this.connection.store.patch(node, { names: this.named('names'), parent });
    await this.kept();
  }

  async #renameSet({ key }: CriteriaSet): Promise<void> {
    await this.connection.api.patch(`/api/criteria-sets/${key}`, null, { label: this.named('label') });
    await this.kept();
  }
}

define('lobi-criteria-list', CriteriaList);
