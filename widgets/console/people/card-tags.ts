/** `<lobi-card-tags>`: the tags of a card as chips, taken away with their cross; one more is typed, those in use are offered. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import tagIcon from 'lucide-static/icons/tag.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import type { Api } from '../../kernel/api.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart } from './card-part.ts';

export interface TagRow extends Row {
  name: string;
  colour: number | null;
  count: number;
}

/** Tags in use by what was typed, the most used first. */
export async function findTags(api: Api, q: string): Promise<Choice[]> {
  const { items } = await api.list<TagRow>('/api/tags', { q, limit: 12 });
  return items
    .toSorted((a, b) => b.count - a.count)
    .map(({ name, count }) => ({ key: name, label: name, detail: String(count) }));
}

export class CardTags extends CardPart {
  static override properties = { ...CardPart.properties, adding: { state: true } };
  static override styles = [
    ...[CardPart.styles].flat(),
    css`
      :host {
        display: contents;
      }
      lobi-picker {
        width: 180px;
      }
      .chip button {
        display: none;
        place-items: center;
        width: 16px;
        height: 20px;
        margin-inline-end: -4px;
        border-radius: 4px;
      }
      .chip:is(:hover, :focus-within) button {
        display: grid;
      }
      @media (pointer: coarse) {
        .chip button {
          display: grid;
        }
      }
    `,
  ];

  declare adding: boolean;

  constructor() {
    super();
    this.adding = false;
  }

  override render(): TemplateResult {
    const tags = this.card.tags ?? [];
    const open = may(this.card, 'change');
    return html`${tags.map(
      (tag) =>
        html`<span class="chip">${icon(tagIcon)}${tag}${open ? html`<button aria-label=${this.t('tags.takeOff', { tag })} @click=${() => this.#save(tags.filter((each) => each !== tag))}>${icon(cross)}</button>` : nothing}</span>`,
    )}
    ${open && !this.adding ? html`<button class="chip dashed" @click=${() => this.#open()}>${icon(plus)}${this.t('tags.tag')}</button>` : nothing}
    ${
      this.adding
        ? html`<lobi-picker
            label=${this.t('tags.tag')}
            .value=${[]}
            .search=${(text: string) => findTags(this.connection.api, text)}
            .accept=${(text: string) => ({ key: text, label: text })}
            @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#add(event.detail.value)}
            @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#shut(event)}
            @focusout=${() => (this.adding = false)}
          ></lobi-picker>`
        : nothing
    }`;
  }

  async #open(): Promise<void> {
    this.adding = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('lobi-picker')?.focus();
  }

  #shut(event: Event): void {
    event.stopPropagation();
    this.adding = false;
  }

  #add([chosen]: Choice[]): void {
    this.adding = false;
    if (chosen) void this.#save([...(this.card.tags ?? []), chosen.key]);
  }

  async #save(tags: string[]): Promise<void> {
    const { store } = this.connection;
    const before = this.card.tags ?? [];
    try {
      await store.patch(this.card, { tags });
      toast(this, this.t('form.saved'), { undo: () => store.patch(this.card, { tags: before }) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-card-tags', CardTags);
