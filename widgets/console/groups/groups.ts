/** `<lobi-groups-page>`: the groups one may use, by name. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import boxes from 'lucide-static/icons/boxes.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import '../../controls/table.ts';
import type { Column } from '../../controls/table.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { words } from './texts.ts';

interface GroupRow extends Row {
  name: string;
  of: string;
  shared: boolean;
  owner: Ref | null;
}

export class GroupsPage extends Page {
  static override texts = words;
  static override styles = [
    Page.styles,
    css`
      .groups {
        grid-template-columns: minmax(0, 1fr);
      }
    `,
  ];

  readonly list = new ListWatch<GroupRow>(this, () => ({
    path: '/api/groups',
    params: { sort: 'name', limit: 100 },
    topics: ['list:group'],
  }));

  protected override updated(): void {
    this.emit('lobi-page-title', { title: this.t('groups.title'), back: '/people' });
  }

  override render(): TemplateResult {
    const add = html`<a class="btn first" href="/people/groups/new">${icon(plus)}${this.t('groups.new')}</a>`;
    return html`<div class="work groups">
      <section class="pane" aria-label=${this.t('groups.title')}>
        <header class="bar"><h1>${this.t('groups.title')}</h1><span class="push">${add}</span></header>
        <div class="scroll">${this.#rows(add)}</div>
      </section>
    </div>`;
  }

  #rows(add: TemplateResult): TemplateResult {
    const { list } = this;
    if (!list.here)
      return list.refusal
        ? failing(list.refusal, () => list.refetch())
        : html`<div class="bones"><i class="bone"></i><i class="bone"></i></div>`;
    if (list.items.length === 0)
      return saying({
        icon: boxes,
        title: this.t('groups.none'),
        text: this.t('groups.noneWhy'),
        action: add,
      });
    return html`<lobi-table
      label=${this.t('groups.title')}
      .columns=${this.#columns as unknown as Column[]}
      .rows=${list.items}
      ?more=${list.hasMore}
      @lobi-row-open=${(event: CustomEvent<{ id: string }>) => go(`/people/groups/${event.detail.id}`)}
      @lobi-table-more=${() => list.more()}
    ></lobi-table>`;
  }

  get #columns(): Column<GroupRow>[] {
    return [
      { key: 'name', label: this.t('groups.name'), width: '2fr' },
      { key: 'of', label: this.t('groups.who'), draw: ({ of }) => this.t(`groups.of.${of}`), width: '160px' },
      {
        key: 'owner',
        label: this.t('groups.owner'),
        draw: ({ owner }) => owner?.label ?? '',
        width: '1fr',
        leaves: 1,
      },
      {
        key: 'shared',
        label: this.t('groups.shared'),
        draw: ({ shared }) => (shared ? this.t('groups.yes') : ''),
        width: '140px',
        leaves: 2,
      },
    ];
  }
}

define('lobi-groups-page', GroupsPage);
