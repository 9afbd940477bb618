/** `<lobi-people-views>`: the lists at the left: one's own cards, saved views of one's own and of all, everybody. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import boxes from 'lucide-static/icons/boxes.svg?icon';
import building from 'lucide-static/icons/building-2.svg?icon';
import lines from 'lucide-static/icons/list-filter.svg?icon';
import star from 'lucide-static/icons/star.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { Page } from '../page.ts';
import { withQuery } from '../route.ts';
import { peopleStyles } from './people.style.ts';
import type { Group } from './saved.ts';
import { words } from './texts.ts';

type Kind = Group['of'];

export class PeopleViews extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, count: { attribute: false } };
  static override styles = [Page.styles, peopleStyles];

  /** How many the list that is open has; null while it is counted. */
  declare count: number | null;
  readonly groups = new ListWatch<Group>(this, () => ({
    path: '/api/groups',
    params: { sort: 'name', limit: 200 },
    topics: ['list:group'],
  }));

  override render(): TemplateResult {
    const mine = this.groups.items.filter(({ owner }) => owner?.id === this.user.id);
    const shared = this.groups.items.filter(({ owner }) => owner?.id !== this.user.id);
    return html`<div class="views">
      <h3>${this.t('people.mine')}</h3>
      ${this.#cards('person', true)} ${this.#cards('organisation', true)} ${mine.map((group) => this.#group(group))}
      ${shared.length ? html`<h3>${this.t('people.shared')}</h3>${shared.map((group) => this.#group(group))}` : nothing}
      <h3>${this.t('people.everything')}</h3>
      ${this.#cards('person', false)} ${this.#cards('organisation', false)}
      ${this.#link('/people/groups', false, this.t('people.groups'), boxes)}
    </div>`;
  }

  #cards(of: Kind, mine: boolean): TemplateResult {
    const { query } = this.route;
    const here =
      of === (query.get('of') === 'organisation' ? 'organisation' : 'person') &&
      mine === (query.get('mine') === '1') &&
      !query.has('group');
    const to = withQuery('/people', new URLSearchParams(), { of, mine: mine ? '1' : null });
    const drawing = mine ? star : of === 'person' ? people : building;
    return this.#link(to, here, this.t(mine ? `people.mine.${of}` : `people.all.${of}`), drawing);
  }

  #group({ id, of, name, sentence }: Group): TemplateResult {
    const to = withQuery('/people', new URLSearchParams(), { of, group: id });
    return this.#link(to, this.route.query.get('group') === id, name, lines, sentence ?? undefined);
  }

  #link(to: string, here: boolean, name: string, drawing: typeof star, title?: string): TemplateResult {
    return html`<a class="view" href=${to} title=${title ?? nothing} aria-current=${here ? 'page' : nothing}
      >${icon(drawing)}<span class="cut">${name}</span>${
        here && this.count !== null
          ? html`<i class="num">${numberOf(this.language, this.count)}</i>`
          : nothing
      }</a
    >`;
  }
}

define('lobi-people-views', PeopleViews);
