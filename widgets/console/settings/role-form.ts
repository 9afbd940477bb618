/**
 * `<lobi-role-form .editing=${role} .offered=${rights}>`: a role as a form; with `.pattern` a copy of another one. Entities are rows,
 * verbs are columns as far as several have them; what only one entity has stands behind them in words.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { Answers, choice, question } from '../answers.ts';
import { Fetched } from '../fetched.ts';
import { toast } from '../toast.ts';
import type { Label, Offered, Rights, Role } from './rights.ts';
import { sayVerb, underOf } from './rights.ts';
import { roomStyles } from './style.ts';
import { accessWords } from './texts.ts';

const common = ['see', 'add', 'change', 'close'];

interface Criteria {
  items: { set: string; key: string; name: string; parent: string | null }[];
}

interface EntityWords {
  fields: { key: string; type: string; label: Label; of: string[] }[];
}

class RoleForm extends LobiElement {
  static override texts = accessWords;
  static override properties = {
    editing: { attribute: false },
    pattern: { attribute: false },
    offered: { attribute: false },
    verbs: { state: true },
    fields: { state: true },
    kept: { state: true },
  };
  static override styles = [
    buttons,
    fieldStyles,
    roomStyles,
    css`
      :host {
        display: block;
        overflow: visible;
      }
      .sheet {
        max-width: 860px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      caption {
        padding-bottom: var(--lobi-space-1);
        text-align: start;
      }
      th,
      td {
        padding: 2px 12px 2px 0;
        border-top: 1px solid var(--lobi-border);
        text-align: start;
        font-weight: 400;
        vertical-align: middle;
      }
      thead th {
        border-top: 0;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      th[scope='row']::first-letter {
        text-transform: uppercase;
      }
      td label.check {
        margin-inline-end: var(--lobi-space-3);
      }
      td.one {
        width: 76px;
      }
      .wide {
        overflow-x: auto;
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .three-way {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 220px;
        gap: var(--lobi-space-2) var(--lobi-space-3);
        align-items: center;
      }
      @media (max-width: 640px) {
        .three-way {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare editing: Role | null;
  declare pattern: Role | null;
  declare offered: Offered;
  declare verbs: Record<string, string[]>;
  declare fields: Record<string, string>;
  /** A condition that this form cannot say is kept as it is. */
  declare kept: boolean;
  readonly answers = new Answers(this);
  readonly criteria = new Fetched<Criteria>(this, () => '/api/criteria?limit=200');
  readonly person = new Fetched<EntityWords>(this, () => '/api/entities/person');

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('editing') && !changed.has('pattern')) return;
    const from = this.editing ?? this.pattern;
    this.verbs = structuredClone(from?.verbs ?? {});
    this.fields = { ...from?.rights.fields };
    this.kept = underOf(from?.rights.also) === 'other';
    this.answers.clear();
  }

  override render() {
    const { answers, editing: role, pattern } = this;
    const rights = (role ?? pattern)?.rights;
    const said = answers.said(['name']);
    const reach = (['all', 'team', 'own'] as const).map((key) => ({
      value: key,
      label: this.t(`roles.cards.${key}`),
    }));
    return html`<form class="sheet form" @submit=${answers.submit(() => this.#save())}>
      <h2>${role ? role.name : this.t('roles.copyOf', { name: pattern?.name ?? '' })}</h2>
      ${said ? html`<p class="fault" role="alert">${said}</p>` : nothing}
      <div class="two-up">
        ${question(answers, { name: 'name', label: this.t('roles.name'), preset: role?.name ?? '', required: true, focus: !role })}
        ${choice(answers, { name: 'cards', label: this.t('roles.cards'), preset: rights?.cards ?? 'team' }, reach)}
      </div>
      ${answers.value('cards', rights?.cards ?? 'team') === 'all' ? nothing : this.#also(rights)}
      ${this.#table()} ${this.#classes()}
      <label class="check"
        ><input type="checkbox" name="secondFactor" .checked=${rights?.secondFactor ?? false} />${this.t('roles.secondFactor')}</label
      >
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain" type="button" @click=${() => this.emit('lobi-role-shut')}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  // Cards under a criterion, beside one's own: 'region: Karadeniz'.
  #also(rights: Rights | undefined): TemplateResult {
    if (this.kept) {
      return html`<p class="two">${this.t('roles.alsoKept')}
        <button class="btn soft small" type="button" @click=${() => (this.kept = false)}>${this.t('roles.alsoDrop')}</button></p>`;
    }
    const under = underOf(rights?.also);
    const chosen = under && under !== 'other' ? `${under.field}:${under.under[0] ?? ''}` : '';
    const sets = this.person.value?.fields.filter(({ type }) => type === 'criteria') ?? [];
    const options = [
      { value: '', label: this.t('roles.alsoNone') },
      ...sets.flatMap(({ key, label, of }) =>
        (this.criteria.value?.items ?? [])
          .filter(({ set }) => of.includes(set))
          .map((node) => ({ value: `${key}:${node.key}`, label: `${label[this.language]}: ${node.name}` })),
      ),
    ];
    return choice(
      this.answers,
      { name: 'also', label: this.t('roles.also'), preset: chosen, hint: this.t('roles.alsoWhy') },
      options,
    );
  }

  #table(): TemplateResult {
    const word = (verb: string) => sayVerb((key) => this.t(key), verb);
    return html`<div class="wide">
      <table>
        <caption class="label">
          ${this.t('roles.may')}
        </caption>
        <thead>
          <tr>
            <td></td>
            ${common.map((verb) => html`<th scope="col">${word(verb)}</th>`)}
            <th scope="col">${this.t('roles.more')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.offered.entities.map(
            ({ entity, label, verbs }) => html`<tr>
              <th scope="row">${label[this.language]}</th>
              ${common.map((verb) => html`<td class="one">${verbs.includes(verb) ? this.#box(entity, verb, `${label[this.language]}: ${word(verb)}`) : nothing}</td>`)}
              <td>
                ${verbs.filter((verb) => !common.includes(verb)).map((verb) => html`<label class="check">${this.#box(entity, verb)}${word(verb)}</label>`)}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #box(entity: string, verb: string, name?: string): TemplateResult {
    const flip = (event: Event) => {
      const on = (event.target as HTMLInputElement).checked;
      const others = (this.verbs[entity] ?? []).filter((each) => each !== verb);
      // Who may do something with records sees them.
      const next = on ? [...new Set([...others, verb, 'see'])] : verb === 'see' ? [] : others;
      this.verbs = { ...this.verbs, [entity]: next };
    };
    return html`<span class="check"
      ><input type="checkbox" aria-label=${name ?? nothing} .checked=${(this.verbs[entity] ?? []).includes(verb)} @change=${flip}
    /></span>`;
  }

  #classes(): TemplateResult | typeof nothing {
    const { classes } = this.offered;
    if (classes.length === 0) return nothing;
    const pick = (name: string) => (event: Event) =>
      (this.fields = { ...this.fields, [name]: (event.target as HTMLSelectElement).value });
    return html`<fieldset class="form">
      <legend class="label">${this.t('roles.fields')}</legend>
      ${classes.map(({ name, fields }) => {
        const said = fields.map((each) => each[this.language]).join(', ');
        return html`<label class="three-way"
          ><span>${said}</span
          ><select class="field" @change=${pick(name)}>
            ${['change', 'see', 'none'].map((key) => html`<option value=${key} ?selected=${(this.fields[name] ?? 'change') === key}>${this.t(`roles.field.${key}`)}</option>`)}
          </select></label
        >`;
      })}
    </fieldset>`;
  }

  async #save(): Promise<void> {
    const from = (this.editing ?? this.pattern)!.rights;
    const cards = this.answers.value('cards', from.cards) as Rights['cards'];
    const also = this.answers.value('also', this.#standingAlso(from));
    const [field = '', key = ''] = also.split(':');
    const tree = field ? { field, under: [key] } : null;
    const fields = Object.fromEntries(Object.entries(this.fields).filter(([, limit]) => limit !== 'change'));
    const ticked = this.renderRoot.querySelector<HTMLInputElement>('[name="secondFactor"]')!.checked;
    const rights = {
      cards,
      like: from.like === 'administrator' ? 'user' : from.like,
      entities: this.verbs,
      also: cards === 'all' ? {} : this.kept ? from.also : tree ? { person: tree, organisation: tree } : {},
      fields,
      secondFactor: ticked,
    };
    const name = this.answers.value('name', this.editing?.name ?? '').trim();
    const { api } = this.connection;
    if (this.editing)
      await api.patch(`/api/roles/${this.editing.id}`, this.editing.version, { name, rights });
    else await api.post('/api/roles', { name, rights });
    toast(this, this.t('form.saved'));
    this.emit('lobi-role-shut');
  }

  #standingAlso(rights: Rights): string {
    const under = underOf(rights.also);
    return under && under !== 'other' ? `${under.field}:${under.under[0] ?? ''}` : '';
  }
}

define('lobi-role-form', RoleForm);
