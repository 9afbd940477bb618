/** `<lobi-trait-kinds>`: what is kept of cards over time: its name, and whether it is a text, a number or a choice. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { choice, question } from '../answers.ts';
import type { TraitKind } from '../people/card-traits.ts';
import { NamedList, type Names } from './cards-list.ts';

const takes = ['text', 'number', 'choice'] as const;

export class TraitKinds extends NamedList {
  readonly kinds = new ListWatch<TraitKind>(this, () => ({
    path: '/api/trait-kinds',
    params: { limit: 200 },
    topics: ['list:traitKind'],
  }));

  protected override refetch(): Promise<void> {
    return this.kinds.refetch();
  }

  override render(): TemplateResult {
    return html`${this.open === 'new' ? this.#form(null) : html`<p><button class="btn small" @click=${() => this.begin('new')}>${this.t('cards.addTrait')}</button></p>`}
      ${(['person', 'organisation'] as const).map(
        (of) => html`<h2>${this.t(`people.all.${of}`)}</h2>
          <ul class="rows">
            ${this.kinds.items.filter((kind) => kind.of === of).map((kind) => this.#row(kind))}
          </ul>`,
      )}`;
  }

  #row(kind: TraitKind): TemplateResult {
    const name = this.say(kind.label);
    const options = kind.options.map(({ label }) => this.say(label)).join(', ');
    const begin = () =>
      this.begin(kind.id, { ...this.preset('label', kind.label), options: written(kind.options) });
    return html`<li>
      <span>${name}<small>${[this.t(`cards.takes.${kind.takes}`), options].filter(Boolean).join(': ')}</small></span>
      ${this.open === kind.id ? nothing : this.editButton(name, () => void begin())}
      ${this.open === kind.id ? this.#form(kind) : nothing}
    </li>`;
  }

  #form(kind: TraitKind | null): TemplateResult {
    const chosen = kind?.takes ?? this.answers.value('takes', 'text');
    return html`<form @submit=${this.answers.submit(() => this.#save(kind))}>
      ${
        kind
          ? nothing
          : html`<div class="three-up">
              ${choice(this.answers, { name: 'of', label: this.t('cards.of') }, [
                { value: 'person', label: this.t('people.all.person') },
                { value: 'organisation', label: this.t('people.all.organisation') },
              ])}
              ${choice(
                this.answers,
                { name: 'takes', label: this.t('cards.takes') },
                takes.map((value) => ({ value, label: this.t(`cards.takes.${value}`) })),
              )}
            </div>`
      }
      ${this.names('label', this.t('people.name'))}
      ${chosen === 'choice' ? question(this.answers, { name: 'options', label: this.t('cards.options'), hint: this.t('cards.optionsHint'), lines: true }) : nothing}
      ${this.foot(kind ? html`<button class="btn plain small" type="button" @click=${() => this.close(`/api/trait-kinds/${kind.id}`)}>${this.t('cards.close')}</button>` : nothing)}
    </form>`;
  }

  async #save(kind: TraitKind | null): Promise<void> {
    const { store } = this.connection;
    const label = this.named('label');
    const chosen = kind?.takes ?? this.answers.value('takes', 'text');
    const options = chosen === 'choice' ? read(this.answers.value('options'), kind?.options ?? []) : [];
    if (kind) await store.patch({ entity: kind.entity, id: kind.id }, { label, options });
    else
      await store.create('/api/trait-kinds', {
        of: this.answers.value('of', 'person'),
        takes: chosen,
        label,
        options,
      });
    await this.kept();
  }
}

/** A line for each choice: 'Türkçe / polski / English'. */
function written(options: TraitKind['options']): string {
  return options.map(({ label }) => [label.tr, label.pl, label.en].join(' / ')).join('\n');
}

/** One name for all languages, or three. A choice that stands keeps its key by its place. */
function read(text: string, standing: TraitKind['options']): { key: string; label: Names }[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.map((line, at) => {
    const [tr = '', pl = tr, en = tr] = line.split('/').map((part) => part.trim());
    return { key: standing[at]?.key ?? keyOf(en, at), label: { tr, pl, en } };
  });
}

function keyOf(name: string, at: number): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || `choice-${at + 1}`
  );
}

define('lobi-trait-kinds', TraitKinds);
