/**
 * `<lobi-card-criteria>`: how the firm classifies a card, set by set, with the way through the tree; changed where it stands, from and
 * until a day where that matters. What has ended is shown after what holds.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import type { EntityDescription, FieldDescription } from '../../kernel/form.ts';
import { labelOf } from '../../kernel/form.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart } from './card-part.ts';
import type { Criterion } from './criterion.ts';
import { Criteria } from './criterion.ts';

const shownAtOnce = 30;

/** A criterion with the days between which it holds. */
interface Dated {
  key: string;
  from: string | null;
  until: string | null;
}

export class CardCriteria extends CardPart {
  static override properties = {
    ...CardPart.properties,
    entity: { attribute: false },
    changing: { state: true },
    dating: { state: true },
  };
  static override styles = [
    ...[CardPart.styles].flat(),
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
      .dated {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 118px 118px;
        align-items: center;
        gap: 4px;
        font-size: var(--lobi-size-s);
      }
      .dated input {
        min-width: 0;
        padding-inline: 4px;
        font-size: var(--lobi-size-s);
      }
    `,
  ];

  declare entity: EntityDescription | null;
  declare changing: boolean;
  /** Set whose days are open. */
  declare dating: string | null;
  readonly criteria = new Criteria(this);

  constructor() {
    super();
    this.changing = false;
    this.dating = null;
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

  #held(set: string): Dated[] {
    const days = (this.card.criteriaDays as Record<string, Dated[]> | undefined)?.[set];
    const keys = (this.card[set] ?? []) as string[];
    return days ?? keys.map((key) => ({ key, from: null, until: null }));
  }

  #holds({ from, until }: Dated): boolean {
    return (from ?? '') <= this.today && (until === null || until >= this.today);
  }

  #named(set: string, { key }: Dated): Criterion {
    return this.criteria.of(set, key)[0] ?? { key, name: key, path: [] };
  }

  #said(set: FieldDescription): TemplateResult {
    const held = this.#held(set.key).toSorted((a, b) => Number(this.#holds(b)) - Number(this.#holds(a)));
    return html`<dt>${labelOf(set.label, this.language)}</dt>
      <dd>
        ${held.length === 0 ? html`<span class="three">–</span>` : nothing}
        ${held.map((each) => {
          const { path, name } = this.#named(set.key, each);
          const when = this.spanWords(each.from, each.until);
          return html`<div class=${this.#holds(each) ? '' : 'three'}>
            ${path.map((above) => html`<span class="three">${above} › </span>`)}${name}${when ? html` <span class="s three">${when}</span>` : nothing}
          </div>`;
        })}
      </dd>`;
  }

  #picker(set: FieldDescription): TemplateResult {
    const label = labelOf(set.label, this.language);
    const held = this.#held(set.key);
    const chosen = held
      .filter((each) => this.#holds(each))
      .map((each) => choiceOf(this.#named(set.key, each)));
    const dated = this.dating === set.key || held.some(({ from, until }) => from || until);
    return html`<div class="labelled">
      <span class="line"
        ><span class="label">${label}</span
        >${!dated && held.length ? html`<button class="push link s" aria-label=${this.t('criteria.datesOf', { name: label })} @click=${() => (this.dating = set.key)}>${this.t('criteria.dates')}</button>` : nothing}</span
      >
      <lobi-picker
        label=${label}
        many
        .value=${chosen}
        .search=${async (text: string) => this.#find(set.key, text)}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#choose(set.key, event.detail.value)}
      ></lobi-picker>
      ${dated ? held.map((each) => this.#days(set.key, each, held)) : nothing}
    </div>`;
  }

  #days(set: string, each: Dated, held: Dated[]): TemplateResult {
    const { name } = this.#named(set, each);
    const put = (part: 'from' | 'until') => (event: Event) => {
      const day = (event.target as HTMLInputElement).value || null;
      void this.#save(
        set,
        held.map((other) => (other === each ? { ...each, [part]: day } : other)),
      );
    };
    const input = (part: 'from' | 'until') =>
      html`<input class="field" type="date" aria-label="${name}: ${this.t(part === 'from' ? 'positions.from' : 'positions.untilDay')}" .value=${each[part] ?? ''} @change=${put(part)} />`;
    return html`<div class="dated"><span class="cut">${name}</span>${input('from')}${input('until')}</div>`;
  }

  #find(set: string, text: string): Choice[] {
    const wanted = text.toLocaleLowerCase(this.language);
    const fits = (node: Criterion) =>
      [...node.path, node.name].some((name) => name.toLocaleLowerCase(this.language).includes(wanted));
    return this.criteria.all(set).filter(fits).slice(0, shownAtOnce).map(choiceOf);
  }

  /** Chosen are those of today; what has ended stays as it is. */
  #choose(set: string, value: Choice[]): void {
    const held = this.#held(set);
    const others = held.filter((each) => !this.#holds(each));
    const chosen = value.map(
      ({ key }) =>
        held.find((each) => each.key === key && this.#holds(each)) ?? { key, from: null, until: null },
    );
    void this.#save(set, [...chosen, ...others]);
  }

  // Kept with every choice; what was there before comes back with one click.
  async #save(set: string, held: Dated[]): Promise<void> {
    const { store } = this.connection;
    const before = this.#held(set);
    try {
      await store.patch(this.card, { [set]: held });
      toast(this, this.t('form.saved'), { undo: () => store.patch(this.card, { [set]: before }) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

function choiceOf({ key, name, path }: Criterion): Choice {
  return path.length ? { key, label: name, detail: path.join(' › ') } : { key, label: name };
}

define('lobi-card-criteria', CardCriteria);
