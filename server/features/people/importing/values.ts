import { fold } from '#kernel/text/fold.ts';
import { dayOf } from '#platform/exchange/days.ts';
import type { Plan } from '#platform/exchange/importers.ts';
import type { NumberedRow } from '#platform/exchange/reading/format.ts';
import { LONGEST_CELL } from '#platform/exchange/reading/limits.ts';
import type { Said } from '#platform/exchange/said.ts';
import { type ContactKind, webAddress } from '../contact-point.ts';
import { KINDS, LETTER_LANGUAGES } from '../kind.ts';
import { mailAddress } from '../mail-address.ts';
import { tidied } from '../name.ts';
import { e164 } from '../phone.ts';
import type { PostalAddress } from '../postal-address.ts';
import { taxNumber } from '../tax-number.ts';
import { attempt, normal, oneOf, parted, pieces, push, Refused, short, shown } from './cells.ts';
import type { Known } from './known.ts';

/** The first step of a row: its cells as values that a card takes, or the cell that cannot be one. */

export interface Point {
  kind: ContactKind;
  value: string;
  label: string | null;
}

/** What a row says. Undefined and empty: the row says nothing of it, and what stands is left. */
export interface Values {
  givenName?: string;
  familyName?: string;
  name?: string;
  taxNumber?: string;
  formOfAddress?: string;
  language?: string;
  bornOn?: string;
  representativeId?: string;
  externalId?: string;
  parent?: string;
  organisation?: string;
  organisationTax?: string;
  title?: string;
  department?: string;
  from?: string;
  until?: string;
  kinds: string[];
  tags: string[];
  criteria: Record<string, string[]>;
  points: Point[];
  address: PostalAddress;
}

export interface Draft {
  row: NumberedRow;
  values: Values;
  refusal: { reason: Said; column?: number } | null;
  notes: Said[];
}

/** Reads the cells of a row by what its columns are. A cell that cannot be read refuses the row. */
export function draftOf(row: NumberedRow, plan: Plan, known: Known): Draft {
  const values: Values = { kinds: [], tags: [...plan.options.tags], criteria: {}, points: [], address: {} };
  const draft: Draft = { row, values, refusal: null, notes: [] };
  for (const { at, to } of plan.columns) {
    const cell = row.cells[at] ?? '';
    if (cell === '') continue;
    try {
      read(to, checkedCell(cell), values, plan, known);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      draft.refusal ??= { reason: error.reason, column: at };
    }
  }
  return draft;
}

const EXCEL_ERROR =
  /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|YOK|ADR!|ARG!|NAZWA\?|DZIEL\/0!|AD\?|BAŞV!|DEĞER!|SAYI\/0!)$/;

function checkedCell(cell: string): string {
  if (cell.length > LONGEST_CELL) throw new Refused('cellTooLong', { most: LONGEST_CELL });
  if (EXCEL_ERROR.test(cell)) throw new Refused('excelError', { value: cell });
  return cell;
}

type Reader = (cell: string, values: Values, plan: Plan, known: Known) => void;

const READERS: Record<string, Reader> = {
  givenName: text('givenName', 100),
  familyName: text('familyName', 100),
  fullName: (cell, values) => {
    // Columns of the parts say it better, wherever they stand.
    const { givenName, familyName } = parted(short(cell, 200));
    if (values.givenName !== undefined || values.familyName !== undefined) return;
    if (givenName !== undefined) values.givenName = givenName;
    if (familyName !== undefined) values.familyName = familyName;
  },
  name: text('name', 200),
  formOfAddress: text('formOfAddress', 100),
  title: text('title', 200),
  department: text('department', 200),
  organisation: text('organisation', 200),
  parent: text('parent', 200),
  externalId: text('externalId', 200),
  taxNumber: tax('taxNumber'),
  'organisation.taxNumber': tax('organisationTax'),
  birthDate: day('bornOn'),
  from: day('from'),
  until: day('until'),
  language: (cell, values) => {
    values.language = oneOf(LETTER_LANGUAGES, cell, 'language');
  },
  kinds: (cell, values) => {
    for (const part of pieces(cell)) push(values.kinds, oneOf(KINDS, part, 'kind'));
  },
  tags: (cell, values) => {
    for (const part of pieces(cell)) push(values.tags, short(part, 100));
  },
  representative: (cell, values, _plan, known) => {
    const found = known.users.get(fold(tidied(cell)));
    if (found === undefined) throw new Refused('representative', { value: shown(cell) });
    if (found === null) throw new Refused('representativeTwice', { value: shown(cell) });
    values.representativeId = found;
  },
  email: (cell, values) => putPoints(values, 'email', cell, null, /[;,|\s]+/, (part) => mailAddress(part)),
  phone: (cell, values, _plan, known) => putPhones(values, cell, null, known),
  mobile: (cell, values, _plan, known) => putPhones(values, cell, known.labels.mobile, known),
  fax: (cell, values, _plan, known) => putPhones(values, cell, known.labels.fax, known),
  web: (cell, values) =>
    putPoints(values, 'web', cell, null, /[;,|\s]+/, (part) => webAddress(part, 'value')),
  messaging: (cell, values) =>
    putPoints(values, 'messaging', short(cell, 1000), null, /[;|\n]+/, (part) => part),
  street: part('street', 300),
  district: part('district', 100),
  province: part('province', 100),
  postalCode: part('postalCode', 20),
  country: (cell, values, _plan, known) => {
    const found = known.countries.get(fold(tidied(cell)));
    if (found === undefined) throw new Refused('country', { value: shown(cell) });
    values.address.country = found;
  },
};

function read(to: string, cell: string, values: Values, plan: Plan, known: Known): void {
  const reader = READERS[to];
  if (reader !== undefined) reader(cell, values, plan, known);
  else if (to.startsWith('criteria.')) putCriteria(to.slice('criteria.'.length), cell, values, known);
}

function text(
  key:
    | 'givenName'
    | 'familyName'
    | 'name'
    | 'formOfAddress'
    | 'title'
    | 'department'
    | 'organisation'
    | 'parent'
    | 'externalId',
  most: number,
): Reader {
  return (cell, values) => {
    values[key] = short(cell, most);
  };
}

function tax(key: 'taxNumber' | 'organisationTax'): Reader {
  return (cell, values) => {
    // A spreadsheet that took the number for a number has lost its leading zeros.
    const written = /^\d{8,9}$/.test(cell) ? cell.padStart(10, '0') : cell;
    values[key] = normal('taxNumber', cell, () => taxNumber(written));
  };
}

function day(key: 'bornOn' | 'from' | 'until'): Reader {
  return (cell, values, plan, known) => {
    const found = dayOf(fold(cell), plan.options.dayOrder, Number(known.today.slice(0, 4)));
    if (found === null) throw new Refused('day', { value: shown(cell) });
    if (key === 'bornOn' && (found > known.today || found < '1850-01-01'))
      throw new Refused('birth', { value: shown(cell) });
    values[key] = found;
  };
}

function part(key: 'street' | 'district' | 'province' | 'postalCode', most: number): Reader {
  return (cell, values) => {
    values.address[key] = short(cell, most);
  };
}

function putPhones(values: Values, cell: string, label: string | null, known: Known): void {
  const written = /^[5]\d{9}$/.test(cell) || /^\d{9}$/.test(cell) ? cell : cell.replace(/^00/, '+');
  putPoints(values, 'phone', written, label, /[;|\n]+|,(?!\s*(?:dahili|dah|iç|ext|wew))| \/ /iu, (each) =>
    e164(each, known.country),
  );
}

/** The whole cell as one value; where it is none, each of its pieces. */
function putPoints(
  values: Values,
  kind: ContactKind,
  cell: string,
  label: string | null,
  between: RegExp,
  settle: (text: string) => string,
): void {
  const whole = attempt(() => settle(tidied(cell)));
  const found =
    whole !== undefined && kind !== 'messaging'
      ? [whole]
      : cell
          .split(between)
          .map((each) => each.trim())
          .filter((each) => each !== '')
          .map((each) => normal(kind, each, () => settle(each)));
  for (const value of found)
    if (!values.points.some((point) => point.kind === kind && point.value === value))
      values.points.push({ kind, value, label });
}

function putCriteria(set: string, cell: string, values: Values, known: Known): void {
  const nodes = known.criteria.get(set);
  const chosen = values.criteria[set] ?? [];
  values.criteria[set] = chosen;
  const whole = nodes?.get(fold(tidied(cell)));
  if (typeof whole === 'string') return push(chosen, whole);
  for (const each of pieces(cell)) {
    const key = nodes?.get(fold(each));
    if (key === undefined) throw new Refused('criterion', { value: shown(each) });
    if (key === null) throw new Refused('criterionTwice', { value: shown(each) });
    push(chosen, key);
  }
}
