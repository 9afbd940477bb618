/** `<lobi-tag-list>`: tags in use: called otherwise, merged into another, taken away, on every card that has them. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { choice, question } from '../answers.ts';
import type { TagRow } from '../people/card-tags.ts';
import { complain, toast } from '../toast.ts';
import { NamedList } from './cards-list.ts';

export class TagList extends NamedList {
  readonly tags = new ListWatch<TagRow>(this, () => ({
    path: '/api/tags',
    params: { sort: 'name', limit: 200 },
    topics: ['list:tag'],
  }));

  protected override refetch(): Promise<void> {
    return this.tags.refetch();
  }

  override render(): TemplateResult {
    const { tags } = this;
    if (tags.here && tags.items.length === 0) return html`<p class="two">${this.t('cards.noTags')}</p>`;
    return html`<ul class="rows">
        ${tags.items.map((tag) => this.#row(tag))}
      </ul>
      ${tags.hasMore ? html`<p><button class="btn soft" @click=${() => tags.more()}>${this.t('history.older')}</button></p>` : nothing}`;
  }

  #row(tag: TagRow): TemplateResult {
    const { id, name, count } = tag;
    return html`<li>
      <span><span class="chip">${name}</span> <span class="three num">${numberOf(this.language, count)}</span></span>
      ${this.open === id ? nothing : this.editButton(name, () => void this.begin(id, { name }))}
      ${this.open === id ? this.#form(tag) : nothing}
    </li>`;
  }

  #form(tag: TagRow): TemplateResult {
    const others = this.tags.items.filter(({ id }) => id !== tag.id);
    return html`<form @submit=${this.answers.submit(() => this.#save(tag))}>
      ${question(this.answers, { name: 'name', label: this.t('people.name'), required: true })}
      ${
        others.length
          ? choice(this.answers, { name: 'into', label: this.t('cards.merge') }, [
              { value: '', label: '–' },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ])
          : nothing
      }
      ${this.foot(html`<button class="btn plain small" type="button" @click=${() => this.#drop(tag)}>${this.t('cards.dropTag')}</button>`)}
    </form>`;
  }

  async #save(tag: TagRow): Promise<void> {
    const { name = '', into = '' } = this.answers.values;
    if (into) await this.connection.api.post(`/api/tags/${tag.id}/merge`, { into });
    else await this.connection.store.patch(tag, { name });
    await this.kept();
  }

  async #drop({ id, count }: TagRow): Promise<void> {
    try {
      await this.connection.api.delete(`/api/tags/${id}`);
      this.leave();
      await this.refetch();
      toast(this, this.t('cards.tagDropped', { count }));
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-tag-list', TagList);
