/** The field in which the value of a condition is chosen or typed, by type and operator. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Choice } from '../../controls/picker.ts';
import { labelOf } from '../../kernel/form.ts';
import type { Row } from '../../kernel/refs.ts';
import { pluralOf } from '../../kernel/refs.ts';
import type { Conditions } from './conditions.ts';
import type { AskedField } from './describing.ts';
import type { FieldCond } from './tree.ts';

const periods = [
  ...[
    'today',
    'yesterday',
    'this-week',
    'last-week',
    'this-month',
    'last-month',
    'this-quarter',
    'last-quarter',
  ],
  ...['this-year', 'last-year', 'last-7-days', 'last-30-days', 'last-90-days', 'next-7-days', 'next-30-days'],
];

export function valueOf(
  page: Conditions,
  field: AskedField,
  cond: FieldCond,
): TemplateResult | typeof nothing {
  const { op, value } = cond;
  const set = (next: unknown) => page.change(cond, { value: next });
  if (op === 'known') return nothing;
  if (op === 'between') return pair(page, field, value, set);
  if (op === 'during')
    return select(
      page,
      periods.map((key) => [key, page.t(`groups.period.${key}`)]),
      String(value ?? ''),
      set,
    );
  switch (field.type) {
    case 'flag':
      return select(
        page,
        [
          ['true', page.t('groups.yes')],
          ['false', page.t('groups.no')],
        ],
        value === '' ? '' : String(value),
        (chosen) => set(chosen === 'true'),
      );
    case 'choice':
      return listed(
        page,
        (field.options ?? []).map(({ key, label }) => [key, labelOf(label, page.language)]),
        op,
        value,
        set,
      );
    case 'criteria':
      return listed(page, nodesOf(page, field), op === 'is' ? 'is' : 'in', value, set);
    case 'reference':
      return reference(page, field, op, value, set);
    case 'number':
    case 'age':
      return numeric(page, value, set);
    case 'day':
    case 'moment':
      return day(page, value, set);
    default:
      return typed(page, op, value, set);
  }
}

type Set = (value: unknown) => void;
type Option = readonly [key: string, label: string];

function nodesOf(page: Conditions, field: AskedField): Option[] {
  return page.criteria
    .all(field.key)
    .map(({ key, name, path }) => [key, `${'\u2003'.repeat(path.length)}${name}`] as const);
}

function select(page: Conditions, options: readonly Option[], value: string, set: Set): TemplateResult {
  return html`<select class="field fit" aria-label=${page.t('groups.value')} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
    <option value="" ?selected=${value === ''} disabled>${page.t('groups.choose')}</option>
    ${options.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
  </select>`;
}

/** One of the options; or several, each a chip. */
function listed(
  page: Conditions,
  options: readonly Option[],
  op: string,
  value: unknown,
  set: Set,
): TemplateResult {
  if (op === 'is') return select(page, options, String(value ?? ''), set);
  const chosen = (
    Array.isArray(value) ? value : value === '' || value === null || value === undefined ? [] : [value]
  ) as string[];
  const picked: Choice[] = chosen.map((key) => ({
    key,
    label: options.find(([each]) => each === key)?.[1].trim() ?? key,
  }));
  return html`<lobi-picker
    class="grow"
    many
    label=${page.t('groups.value')}
    .value=${picked}
    .search=${(text: string) => Promise.resolve(matching(options, text, page.language))}
    @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => set(event.detail.value.map(({ key }) => key))}
  ></lobi-picker>`;
}

function matching(options: readonly Option[], text: string, language: string): Choice[] {
  const wanted = text.toLocaleLowerCase(language).trim();
  return options
    .filter(([, label]) => label.toLocaleLowerCase(language).includes(wanted))
    .slice(0, 12)
    .map(([key, label]) => ({ key, label: label.trim() }));
}

function reference(
  page: Conditions,
  field: AskedField,
  op: string,
  value: unknown,
  set: Set,
): TemplateResult {
  const entities = ([] as string[]).concat(field.of ?? []);
  const ids = (Array.isArray(value) ? value : value ? [value] : []) as string[];
  const find = async (q: string): Promise<Choice[]> => {
    const pages = await Promise.all(
      entities.map((entity) =>
        page.connection.api
          .list<Row & { name?: string; label?: string; givenName?: string; familyName?: string }>(
            `/api/${pluralOf(entity)}`,
            { q, limit: 8 },
          )
          .catch(() => null),
      ),
    );
    return pages.flatMap((found) =>
      (found?.items ?? []).map((row) => page.named(row.id, nameOfRow(row), row.entity)),
    );
  };
  return html`<lobi-picker
    class="grow"
    ?many=${op === 'in'}
    label=${page.t('groups.value')}
    .value=${ids.map((id) => page.choiceOf(id))}
    .search=${find}
    @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => {
      const keys = event.detail.value.map(({ key }) => key);
      set(op === 'in' ? keys : (keys[0] ?? ''));
    }}
  ></lobi-picker>`;
}

function nameOfRow(row: { name?: string; label?: string; givenName?: string; familyName?: string }): string {
  return row.name ?? row.label ?? [row.givenName, row.familyName].filter(Boolean).join(' ');
}

function numeric(page: Conditions, value: unknown, set: Set): TemplateResult {
  return html`<input
    class="field short"
    type="number"
    aria-label=${page.t('groups.value')}
    .value=${value === '' || value === null || value === undefined ? '' : String(value)}
    @change=${(event: Event) => {
      const { value: typedValue } = event.target as HTMLInputElement;
      set(typedValue === '' ? '' : Math.round(Number(typedValue)));
    }}
  />`;
}

/** A day of the calendar, or so many days before or after the day on which it is asked. */
function day(page: Conditions, value: unknown, set: Set): TemplateResult {
  const text = String(value ?? '');
  const [, sign, count] = /^today(?:([+-])(\d+)d)?$/.exec(text) ?? [];
  const relative = text.startsWith('today');
  const how = !relative ? 'date' : sign === undefined ? 'today' : sign === '-' ? 'ago' : 'ahead';
  const choose = (chosen: string) =>
    set(
      chosen === 'date'
        ? ''
        : chosen === 'today'
          ? 'today'
          : `today${chosen === 'ago' ? '-' : '+'}${count ?? '30'}d`,
    );
  const kinds = ['date', 'today', 'ago', 'ahead'] as const;
  return html`<select class="field fit" aria-label=${page.t('groups.dayKind')} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === how}>${page.t(`groups.day.${kind}`)}</option>`)}
    </select>
    ${
      how === 'date'
        ? html`<input class="field fit" type="date" aria-label=${page.t('groups.value')} .value=${text} @change=${(event: Event) => set((event.target as HTMLInputElement).value)} />`
        : how === 'today'
          ? nothing
          : html`<input
              class="field short"
              type="number"
              min="1"
              max="9999"
              aria-label=${page.t('groups.days')}
              .value=${count ?? '30'}
              @change=${(event: Event) => set(`today${sign ?? '-'}${String(Math.max(1, Math.round(Number((event.target as HTMLInputElement).value) || 1)))}d`)}
            />`
    }`;
}

function typed(page: Conditions, op: string, value: unknown, set: Set): TemplateResult {
  const many = op === 'in';
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return html`<input
    class="field grow"
    aria-label=${page.t('groups.value')}
    placeholder=${many ? page.t('groups.severalHint') : nothing}
    .value=${text}
    @change=${(event: Event) => {
      const { value: words } = event.target as HTMLInputElement;
      set(
        many
          ? words
              .split(',')
              .map((each) => each.trim())
              .filter(Boolean)
          : words,
      );
    }}
  />`;
}

function pair(page: Conditions, field: AskedField, value: unknown, set: Set): TemplateResult {
  const [from = '', to = ''] = Array.isArray(value) ? (value as unknown[]) : [];
  const one = (at: 0 | 1, held: unknown) => {
    const put = (next: unknown) => set(at === 0 ? [next, to] : [from, next]);
    return field.type === 'day' || field.type === 'moment' ? day(page, held, put) : numeric(page, held, put);
  };
  return html`${one(0, from)}<span>${page.t('groups.and')}</span>${one(1, to)}`;
}
