/** `<lobi-card-criteria>`: how the firm classifies a card, set by set, with the way through the tree; changed where it stands. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import '../../controls/picker.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import type { EntityDescription, FieldDescription } from '../../kernel/form.ts';
import { labelOf } from '../../kernel/form.ts';
import type { Card } from '../../people/cards.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import { complain, toast } from '../toast.ts';
import type { Criterion } from './criterion.ts';
import { Criteria } from './criterion.ts';

const shownAtOnce = 30;

export class CardCriteria extends Page {
  static override properties = {
    ...Page.properties,
    card: { attribute: false },
    entity: { attribute: false },
    changing: { state: true },
  };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: 96px minmax(0, 1fr);
        gap: 6px var(--lobi-space-2);
      }
      dt {
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
        line-height: 20px;
        overflow-wrap: anywhere;
      }
      dd {
        overflow-wrap: anywhere;
      }
      .form {
        display: grid;
        gap: var(--lobi-space-3);
      }
    `,
  ];

  declare card: Card;
  declare entity: EntityDescription | null;
  declare changing: boolean;
  readonly criteria = new Criteria(this);

  constructor() {
    super();
    this.changing = false;
  }

  override render(): TemplateResult | typeof nothing {
    const sets = (this.entity?.fields ?? []).filter(({ type }) => type === 'criteria');
    if (sets.length === 0) return nothing;
    return html`<section class="part">
      <div class="line">
        <h2>${this.t('criteria.title')}</h2>
        ${may(this.card, 'change') ? html`<button class="push link s" @click=${() => (this.changing = !this.changing)}>${this.t(this.changing ? 'criteria.done' : 'criteria.change')}</button>` : nothing}
      </div>
      ${this.changing ? html`<div class="form">${sets.map((set) => this.#picker(set))}</div>` : html`<dl>${sets.map((set) => this.#said(set))}</dl>`}
    </section>`;
  }

  #said(set: FieldDescription): TemplateResult {
    const chosen = this.criteria.of(set.key, this.card[set.key]);
    return html`<dt>${labelOf(set.label, this.language)}</dt>
      <dd>
        ${chosen.length === 0 ? html`<span class="three">–</span>` : nothing}
        ${chosen.map(({ path, name }) => html`<div>${path.map((above) => html`<span class="three">${above} › </span>`)}${name}</div>`)}
      </dd>`;
  }

  #picker(set: FieldDescription): TemplateResult {
    const label = labelOf(set.label, this.language);
    const chosen = this.criteria.of(set.key, this.card[set.key]).map(choiceOf);
    return html`<div class="labelled">
      <span class="label">${label}</span>
      <lobi-picker
        label=${label}
        many
        .value=${chosen}
        .search=${async (text: string) => this.#find(set.key, text)}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#save(set, event.detail.value)}
      ></lobi-picker>
    </div>`;
  }

  #find(set: string, text: string): Choice[] {
    const wanted = text.toLocaleLowerCase(this.language);
    const fits = (node: Criterion) =>
      [...node.path, node.name].some((name) => name.toLocaleLowerCase(this.language).includes(wanted));
    return this.criteria.all(set).filter(fits).slice(0, shownAtOnce).map(choiceOf);
  }

  // Kept with every choice; what was there before comes back with one click.
  async #save({ key }: FieldDescription, value: Choice[]): Promise<void> {
    const { store } = this.connection;
    const before = this.criteria.of(key, this.card[key]).map((each) => each.key);
    try {
      await store.patch(this.card, { [key]: value.map((each) => each.key) });
      toast(this, this.t('form.saved'), { undo: () => store.patch(this.card, { [key]: before }) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

function choiceOf({ key, name, path }: Criterion): Choice {
  return path.length ? { key, label: name, detail: path.join(' › ') } : { key, label: name };
}

define('lobi-card-criteria', CardCriteria);
