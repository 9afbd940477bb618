/**
 * `<lobi-conditions>`: a question is built: rows of conditions in people's words, nested as deep as one wants. `of` is who is asked
 * about, `where` the query tree.
 *
 *   <lobi-conditions of="person" .where=${where} @lobi-conditions-change=${(event) => event.detail.where}></lobi-conditions>
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import { Criteria } from '../people/criterion.ts';
import { conditionsStyles } from './conditions.style.ts';
import type { AskedEntity, AskedField } from './describing.ts';
import { askable, Descriptions } from './describing.ts';
import { words } from './texts.ts';
import type { Cond, FieldCond, GroupCond, RowsCond } from './tree.ts';
import { condOf, emptyGroup, newField, newRows, nodeOf } from './tree.ts';
import { valueOf } from './value.ts';

/** Deeper than this nobody reads it any more. */
const deepest = 6;

export class Conditions extends LobiElement {
  static override texts = words;
  static override properties = {
    of: {},
    where: { attribute: false },
    root: { state: true },
  };
  static override styles = [buttons, fieldStyles, conditionsStyles];

  declare of: string;
  declare where: unknown;
  declare root: GroupCond;
  readonly criteria = new Criteria(this);
  #descriptions: Descriptions | null = null;
  #choices = new Map<string, Choice>();
  #said = '';

  constructor() {
    super();
    this.of = 'person';
    this.where = null;
    this.root = emptyGroup();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#descriptions ??= new Descriptions(this.connection.api, () => this.requestUpdate());
    // What it said itself comes back from the page: only another question begins anew.
    if (!changed.has('where')) return;
    const root = condOf(this.where);
    // Compared by what they ask: a page may hold "everybody" as it likes, and rows that ask nothing yet stay where they are.
    if (JSON.stringify(nodeOf(root)) !== this.#said) this.root = root;
  }

  override render(): TemplateResult {
    return html`<div class="box" role="group" aria-label=${this.t('groups.conditions')}>${this.#inside(this.root, this.of, 1)}</div>`;
  }

  get descriptions(): Descriptions {
    return this.#descriptions!;
  }

  /** Changes a condition in place and says the question anew. */
  change(cond: Cond, change: Partial<Cond>): void {
    Object.assign(cond, change);
    this.#say();
  }

  named(id: string, label: string, entity: string): Choice {
    const choice = { key: id, label, entity };
    this.#choices.set(id, choice);
    return choice;
  }

  choiceOf(id: string): Choice {
    return this.#choices.get(id) ?? { key: id, label: id };
  }

  #say(): void {
    const where = nodeOf(this.root);
    this.#said = JSON.stringify(where);
    this.requestUpdate();
    this.emit('lobi-conditions-change', { where });
  }

  #inside(cond: GroupCond | RowsCond, of: string, depth: number): TemplateResult {
    const entity = this.descriptions.of(of);
    return html`<div class="head">
        <select class="field fit" aria-label=${this.t('groups.how')} @change=${(event: Event) => this.change(cond, { how: (event.target as HTMLSelectElement).value as 'all' })}>
          ${(['all', 'any'] as const).map((how) => html`<option value=${how} ?selected=${how === cond.how}>${this.t(`groups.how.${how}`)}</option>`)}
        </select>
      </div>
      ${cond.parts.map((part, at) => this.#row(part, cond, entity, of, depth, at))}
      <div class="add">
        <button class="btn plain small" @click=${() => this.#add(cond, newField())}>${icon(plus)}${this.t('groups.condition')}</button>
        ${depth < deepest ? html`<button class="btn plain small" @click=${() => this.#add(cond, emptyGroup())}>${icon(plus)}${this.t('groups.nested')}</button>` : nothing}
      </div>`;
  }

  #row(
    cond: Cond,
    within: GroupCond | RowsCond,
    entity: AskedEntity | undefined,
    of: string,
    depth: number,
    at: number,
  ): TemplateResult {
    const joined = at === 0 ? '' : this.t(within.how === 'all' ? 'groups.and' : 'groups.or');
    const drop = html`<button class="btn plain only small out" @click=${() => this.#drop(cond, within)}>${icon(cross, this.t('groups.drop'))}</button>`;
    const not = html`<button
      class="chip ${cond.not ? 'on' : ''}"
      aria-pressed=${cond.not ? 'true' : 'false'}
      title=${this.t('groups.turn')}
      @click=${() => this.change(cond, { not: !cond.not })}
    >
      ${this.t('groups.not')}
    </button>`;
    if (cond.kind === 'field')
      return html`<div class="row"><span class="joined">${joined}</span>${not}${this.#field(cond, within, entity, of)}${drop}</div>`;
    if (cond.kind === 'group')
      return html`<div class="row"><span class="joined">${joined}</span>${not}${drop}</div>
        <div class="box">${this.#inside(cond, of, depth + 1)}</div>`;
    return this.#rows(cond, entity, depth, html`<span class="joined">${joined}</span>`, drop);
  }

  /** Fields of its own, those of the one record each is linked to, and relations to many. */
  #field(
    cond: FieldCond,
    within: GroupCond | RowsCond,
    entity: AskedEntity | undefined,
    of: string,
  ): TemplateResult {
    const chosen = this.descriptions.fieldAt(of, cond.field);
    const relations = entity?.relations ?? [];
    const choose = (event: Event) =>
      this.#chooseField(cond, within, of, (event.target as HTMLSelectElement).value);
    const option = (field: AskedField, before = '') => {
      const key = `${before}${field.key}`;
      return html`<option value=${key} ?selected=${key === cond.field}>${labelOf(field.label, this.language)}</option>`;
    };
    return html`<select class="field fit" aria-label=${this.t('groups.field')} @change=${choose}>
        <option value="" ?selected=${cond.field === ''} disabled>${this.t('groups.choose')}</option>
        ${askable(entity).map((field) => option(field))}
        ${relations
          .filter(({ many }) => !many)
          .map(
            ({ key, label, of: target }) =>
              html`<optgroup label=${labelOf(label, this.language)}>${askable(this.descriptions.of(target)).map((field) => option(field, `${key}.`))}</optgroup>`,
          )}
        <optgroup label=${this.t('groups.relations')}>
          ${relations.filter(({ many }) => many).map(({ key, label }) => html`<option value="=${key}">${labelOf(label, this.language)}</option>`)}
        </optgroup>
      </select>
      ${chosen ? html`${this.#operator(cond, chosen)}${valueOf(this, chosen, cond)}` : nothing}`;
  }

  #operator(cond: FieldCond, field: AskedField): TemplateResult {
    const ops = [...field.operators, 'known'];
    const choose = (event: Event) => {
      const op = (event.target as HTMLSelectElement).value;
      const list = op === 'in' || op === 'between' || (op === 'under' && field.type === 'criteria');
      const was = Array.isArray(cond.value) ? cond.value : cond.value === '' ? [] : [cond.value];
      const value = op === 'known' ? true : list ? was : (was[0] ?? '');
      this.change(cond, { op, value } as Partial<FieldCond>);
    };
    return html`<select class="field fit" aria-label=${this.t('groups.operator')} @change=${choose}>
      ${ops.map((op) => html`<option value=${op} ?selected=${op === cond.op}>${this.t(`groups.op.${op}`)}</option>`)}
    </select>`;
  }

  #rows(
    cond: RowsCond,
    entity: AskedEntity | undefined,
    depth: number,
    joined: TemplateResult,
    drop: TemplateResult,
  ): TemplateResult {
    const relation = entity?.relations.find(({ key }) => key === cond.relation);
    const word = (event: Event) =>
      this.change(cond, { word: (event.target as HTMLSelectElement).value as 'some' });
    const least = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      this.change(cond, { atLeast: value === '' ? null : Math.max(1, Math.round(Number(value))) });
    };
    return html`<div class="row">
        ${joined}
        <select class="field fit" aria-label=${this.t('groups.howMany')} @change=${word}>
          ${(['some', 'none', 'every'] as const).map((each) => html`<option value=${each} ?selected=${each === cond.word}>${this.t(`groups.word.${each}`)}</option>`)}
        </select>
        <b>${relation ? labelOf(relation.label, this.language) : cond.relation}</b>
        ${
          cond.word === 'some'
            ? html`<label class="line s two">${this.t('groups.atLeast')}<input class="field short" type="number" min="1" .value=${cond.atLeast === null ? '' : String(cond.atLeast)} @change=${least} /></label>`
            : nothing
        }
        ${
          relation?.dated
            ? html`<label class="check s two"
                ><input type="checkbox" .checked=${cond.ever} @change=${(event: Event) => this.change(cond, { ever: (event.target as HTMLInputElement).checked })} />${this.t('groups.ever')}</label
              >`
            : nothing
        }
        ${drop}
      </div>
      ${relation && depth < deepest ? html`<div class="box">${this.#inside(cond, relation.of, depth + 1)}</div>` : nothing}`;
  }

  #chooseField(cond: FieldCond, within: GroupCond | RowsCond, of: string, chosen: string): void {
    if (chosen.startsWith('=')) {
      within.parts = within.parts.map((each) => (each === cond ? newRows(chosen.slice(1)) : each));
      this.#say();
      return;
    }
    const field = this.descriptions.fieldAt(of, chosen);
    const op = field?.type === 'criteria' ? 'under' : (field?.operators[0] ?? 'is');
    this.change(cond, {
      field: chosen,
      op,
      value: op === 'under' || op === 'in' ? [] : '',
    } as Partial<FieldCond>);
  }

  #add(within: GroupCond | RowsCond, cond: Cond): void {
    within.parts = [...within.parts, cond];
    this.#say();
  }

  #drop(cond: Cond, within: GroupCond | RowsCond): void {
    within.parts = within.parts.filter((each) => each !== cond);
    this.#say();
  }
}

define('lobi-conditions', Conditions);
