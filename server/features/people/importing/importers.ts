import { setImmediate as turn } from 'node:timers/promises';
import type { Label } from '#kernel/schema.ts';
import type { Importer, Key, Plan } from '#platform/exchange/importers.ts';
import type { NumberedRow } from '#platform/exchange/reading/format.ts';
import type { CardEntity } from '../model/card.ts';
import { find } from './find.ts';
import type { Settled } from './intent.ts';
import { type Known, knownOf } from './known.ts';
import { rightsFor } from './rights.ts';
import { save } from './save.ts';
import { Settling } from './settle.ts';
import { targetsOf } from './targets.ts';
import { undo } from './undo.ts';
import { type Draft, draftOf } from './values.ts';

/**
 * Persons and organisations out of files. A chunk of rows goes through four steps: values (what the cells say), find (what stands
 * of it), settle (what becomes of each row), save. Weighing leaves the last one out.
 */

const KEYS: Record<string, Key> = {
  externalId: {
    key: 'externalId',
    label: { tr: 'Dış kimlik', pl: 'Identyfikator zewnętrzny', en: 'External id' },
    target: 'externalId',
  },
  email: {
    key: 'email',
    label: { tr: 'E-posta adresi', pl: 'Adres e-mail', en: 'E-mail address' },
    target: 'email',
  },
  taxNumber: {
    key: 'taxNumber',
    label: { tr: 'Vergi numarası', pl: 'NIP', en: 'Tax number' },
    target: 'taxNumber',
  },
};

function importer(
  name: CardEntity,
  label: Label,
  says: string,
  keys: readonly (keyof typeof KEYS)[],
  needs: readonly (readonly string[])[],
): Importer {
  return {
    name,
    entity: name,
    label,
    says,
    keys: keys.map((key) => KEYS[key] as Key),
    needs,
    targets: () => targetsOf(name),
    async weigh(rows, plan) {
      const { settled } = await settledOf(name, await preparedOf(rows, plan), plan, true);
      return settled.fates;
    },
    prepare: preparedOf,
    async write(prepared, plan) {
      const { settled, known } = await settledOf(name, prepared as Prepared, plan, false);
      return { fates: settled.fates, effects: await save(settled, known) };
    },
    undo,
  };
}

interface Prepared {
  drafts: Draft[];
  known: Known;
}

async function preparedOf(rows: readonly NumberedRow[], plan: Plan): Promise<Prepared> {
  const known = await knownOf(plan);
  const drafts: Draft[] = [];
  for (const row of rows) {
    if (drafts.length % ROWS_AT_ONCE === 0) await turn();
    drafts.push(draftOf(row, plan, known));
  }
  return { drafts, known };
}

/** Rows whose cells are read before others get their turn: a mail that comes in, the answer of the database. */
const ROWS_AT_ONCE = 8;

async function settledOf(
  card: CardEntity,
  { drafts, known }: Prepared,
  plan: Plan,
  only: boolean,
): Promise<{ settled: Settled; known: Known }> {
  // A unit that is tried again settles the rows anew: what was noted before is not noted twice.
  for (const draft of drafts) draft.notes = [];
  const settling = new Settling(
    card,
    plan,
    await find(card, drafts, plan),
    await rightsFor(card, plan),
    only,
  );
  for (const draft of drafts) settling.settle(draft);
  return { settled: settling.settled, known };
}

export const IMPORTERS: readonly Importer[] = [
  importer(
    'person',
    { tr: 'Kişiler ve görevleri', pl: 'Osoby i ich stanowiska', en: 'People and their positions' },
    'Cards of persons, with the organisations they work for.',
    ['email', 'externalId'],
    [['givenName', 'familyName', 'fullName', 'email', 'externalId']],
  ),
  importer(
    'organisation',
    { tr: 'Kurumlar', pl: 'Firmy', en: 'Organisations' },
    'Cards of organisations.',
    ['taxNumber', 'externalId', 'email'],
    [['name', 'taxNumber', 'externalId', 'email']],
  ),
];
