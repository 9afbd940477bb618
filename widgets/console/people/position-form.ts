/**
 * `<lobi-position-form>`: a position as it is changed: title, department, days, and how the person is reached there. Says
 * `lobi-position-close` when it is kept or left.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import '../../controls/field.ts';
import { define } from '../../kernel/element.ts';
import type { FieldDescription } from '../../kernel/form.ts';
import { Form } from '../../kernel/form.ts';
import type { Position } from '../../people/cards.ts';
import { faultWords, refusalWords } from '../fault.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart, leaving } from './card-part.ts';
import { Entity } from './entity.ts';

const keys = ['title', 'department', 'from', 'until', 'contactPoints'];

export class PositionForm extends CardPart {
  static override properties = { ...CardPart.properties, position: { attribute: false } };

  declare position: Position;
  readonly entity = new Entity(this, () => 'position');
  #form: Form | null = null;

  get #fields(): FieldDescription[] {
    return keys.flatMap((key) => this.entity.field(key) ?? []);
  }

  override render(): TemplateResult | typeof nothing {
    const fields = this.#fields;
    if (fields.length === 0) return nothing;
    const form = this.#formOf(fields);
    const field = (key: string) => fields.find((each) => each.key === key);
    return html`<form @submit=${this.#save} @keydown=${leaving(() => this.#leave())}>
      ${this.#field(form, field('title'))} ${this.#field(form, field('department'))}
      <div class="days">${this.#field(form, field('from'))} ${this.#field(form, field('until'))}</div>
      ${this.#field(form, field('contactPoints'))}
      ${form.refusal && form.faults.size === 0 ? html`<p class="fault" role="alert">${refusalWords(this, form.refusal)}</p>` : nothing}
      <div class="line">
        <button class="btn first small" ?disabled=${form.saving}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#leave()}>${this.t('form.leave')}</button>
        ${may(this.position, 'close') ? html`<button class="btn plain small push" type="button" @click=${() => this.#remove()}>${this.t('positions.remove')}</button>` : nothing}
      </div>
    </form>`;
  }

  #formOf(fields: FieldDescription[]): Form {
    if (this.#form) return this.#form;
    this.#form = new Form({ entity: 'position', fields }, this.position);
    this.#form.says = (fault) => faultWords(this, fault);
    return this.#form;
  }

  #field(form: Form, field: FieldDescription | undefined): TemplateResult | typeof nothing {
    if (!field) return nothing;
    return html`<lobi-field
      .field=${field}
      .value=${form.value(field.key)}
      .fault=${form.fault(field.key) ?? ''}
      .faults=${form.faults}
      @lobi-field-change=${(event: CustomEvent<{ key: string; value: unknown }>) => {
        form.set(event.detail.key, event.detail.value);
        this.requestUpdate();
      }}
    ></lobi-field>`;
  }

  #leave(): void {
    this.#form = null;
    this.emit('lobi-position-close');
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.#form;
    if (!form || form.saving) return;
    if (form.dirty.length === 0) return this.#leave();
    for (const { key } of form.clashes) form.settle(key, 'mine');
    const before = Object.fromEntries(form.dirty.map((key) => [key, this.position[key] ?? null]));
    const saving = form.save<Position>(this.connection.store);
    this.requestUpdate();
    const written = await saving;
    this.requestUpdate();
    if (!written) return;
    this.#leave();
    toast(this, this.t('form.saved'), { undo: () => this.connection.store.patch(this.position, before) });
  }

  async #remove(): Promise<void> {
    const { api } = this.connection;
    const path = `/api/positions/${this.position.id}`;
    try {
      await api.delete(path);
      this.#leave();
      toast(this, this.t('positions.removed'), { undo: () => api.post(`${path}/restore`) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-position-form', PositionForm);
