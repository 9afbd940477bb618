/** Columns of the list of cards. Which ones are shown is kept in this browser. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { avatar } from '../../controls/avatar.ts';
import type { Column } from '../../controls/table.ts';
import { shortMoment } from '../../kernel/dates.ts';
import type { LobiElement } from '../../kernel/element.ts';
import type { FieldDescription } from '../../kernel/form.ts';
import { labelOf } from '../../kernel/form.ts';
import type { Row } from '../../kernel/refs.ts';
import { placeOf } from '../../kernel/refs.ts';
import type { Card, Person } from '../../people/cards.ts';
import { nameOfCard, standing, waysOf } from '../../people/cards.ts';
import { phoneWords } from '../../people/phone-words.ts';
import type { Criteria } from './criterion.ts';

export interface ListParts {
  page: LobiElement;
  entity: 'person' | 'organisation';
  criteria: Criteria;
  sets: FieldDescription[];
  kinds: FieldDescription | undefined;
  today: string;
}

const kept = 'lobi.columns.';

/** Of a saved view those it was given, else those of its list. Where nobody chose: persons by what they do and how they are reached, organisations by what they are and where. */
export function hiddenColumns(entity: string, sets: FieldDescription[], view?: string): Set<string> {
  const keys = sets.map(({ key }) => key);
  // Where the firm has them, these two say most; else the first two sets do.
  const telling = keys.filter((key) => key === 'sector' || key === 'region');
  const shown = telling.length ? telling : keys.slice(0, 2);
  const others =
    entity === 'person'
      ? ['email', 'city', ...keys]
      : ['email', 'phone', ...keys.filter((key) => !shown.includes(key))];
  try {
    const given = (view ? localStorage.getItem(kept + view) : null) ?? localStorage.getItem(kept + entity);
    return new Set(given === null ? others : (JSON.parse(given) as string[]));
  } catch {
    return new Set();
  }
}

/** `list`: the entity, or the saved view that has columns of its own. */
export function hideColumns(list: string, hidden: Set<string>): void {
  localStorage.setItem(kept + list, JSON.stringify([...hidden]));
}

export function columnsOf(parts: ListParts): Column[] {
  const { page, entity, sets } = parts;
  const person = entity === 'person';
  const own: Column[] = person
    ? [
        column(page, 'organisation', '1.3fr', (row) => post(row as Person, parts)?.organisation?.label, 2),
        column(page, 'title', '1.2fr', (row) => soft(post(row as Person, parts)?.title), 2),
      ]
    : [column(page, 'kinds', '1fr', (row) => soft(kindsOf(row as Card, parts)), 2)];
  return [
    {
      key: 'name',
      label: page.t('people.name'),
      width: 'minmax(168px, 1.6fr)',
      sortable: true,
      draw: (row) => name(row as Card, parts),
    },
    ...own,
    ...sets.map((set) => criteriaColumn(set, parts)),
    column(page, 'city', '112px', (row) => soft(cityOf(row as Card)), 1),
    column(page, 'phone', '148px', (row) => ways(row as Card, 'phone'), 1),
    column(page, 'email', '1.4fr', (row) => ways(row as Card, 'email'), 1),
    column(page, 'representative', '1fr', (row) => soft((row as Card).representative?.label), 1),
    {
      ...column(page, 'updatedAt', '96px', (row) => soft(shortMoment(row.updatedAt ?? '', page.clock)), 1),
      sortable: true,
    },
  ];
}

function column(
  page: LobiElement,
  key: string,
  width: string,
  says: (row: Row) => TemplateResult | string | null | undefined | typeof nothing,
  leaves: 1 | 2,
): Column {
  const bare = /^\d+px$/.test(width) ? width : `minmax(0, ${width})`;
  return { key, label: page.t(`people.${key}`), width: bare, leaves, draw: (row) => says(row) ?? nothing };
}

function soft(text: string | null | undefined): TemplateResult | typeof nothing {
  return text ? html`<span class="two">${text}</span>` : nothing;
}

// Where columns have gone, what they said stands under the name.
function name(card: Card, parts: ListParts): TemplateResult {
  const { page, entity } = parts;
  const under = entity === 'person' ? post(card as Person, parts) : undefined;
  const second = under
    ? [under.title, under.organisation?.label].filter(Boolean).join(', ')
    : [kindsOf(card, parts), cityOf(card)].filter(Boolean).join(', ');
  return html`<span class="line"
    >${avatar({ name: nameOfCard(card), entity }, page.language)}<span class="cut"
      ><a href=${placeOf(card)} tabindex="-1">${nameOfCard(card)}</a>${second ? html`<span class="sub cut">${second}</span>` : nothing}</span
    ></span
  >`;
}

function post(person: Person, { today }: ListParts) {
  return standing((person.positions ?? []) as Parameters<typeof standing>[0], today);
}

function kindsOf(card: Card, { page, kinds }: ListParts): string {
  const label = (key: string) =>
    labelOf(kinds?.options?.find((option) => option.key === key)?.label ?? key, page.language);
  return (card.kinds ?? []).map(label).join(', ');
}

function cityOf(card: Card): string | null {
  const place = waysOf(card, 'postal')[0] as
    | { address?: { province?: string; district?: string } }
    | undefined;
  return place?.address?.province ?? place?.address?.district ?? null;
}

function ways(card: Card, kind: 'phone' | 'email'): TemplateResult | typeof nothing {
  const way = waysOf(card, kind)[0];
  if (!way) return nothing;
  return html`<span class="num two">${kind === 'phone' ? phoneWords(way.value) : way.value}</span>`;
}

function criteriaColumn(set: FieldDescription, { page, criteria }: ListParts): Column {
  const draw = (row: Row) => {
    const [first, ...more] = criteria.of(set.key, row[set.key]);
    if (!first) return nothing;
    const way = first.path.at(-1);
    return html`${way ? html`<span class="three">${way} › </span>` : nothing}${first.name}${more.length ? html` <span class="three">+${more.length}</span>` : nothing}`;
  };
  return {
    key: set.key,
    label: labelOf(set.label, page.language),
    width: 'minmax(0, 1.2fr)',
    leaves: 1,
    draw,
  };
}
