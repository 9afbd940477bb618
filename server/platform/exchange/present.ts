import type { Actor } from '#kernel/actor.ts';
import { say } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';
import type { Presenter } from '#platform/records/declared.ts';
import type { Guess } from './guesses.ts';
import { type Fate, type Importer, importers, type Kept } from './importers.ts';
import { Import } from './model.ts';
import type { NumberedRow } from './reading/format.ts';
import type { Said } from './said.ts';

/** What is kept as keys and values, said in the reader's language. */

export function spoken(said: Said, language: Language): string {
  return say(language, said.key, said.values ?? {});
}

export const importPresenter: Presenter = {
  entity: 'import',
  says: 'Why a file is read as it is, what its columns are and why, and what went wrong, in words.',
  async present(rows, actor) {
    const read = await Import.query()
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .select('id', 'evidence', 'columns', 'failure');
    return new Map(
      read.map((row) => [
        row.id,
        {
          evidence: row.evidence.map((each) => spoken(each, actor.language)),
          failure: row.failure === null ? null : spoken(row.failure, actor.language),
          columns: row.columns.map((column) => shownColumn(column, actor.language)),
        },
      ]),
    );
  },
};

function shownColumn({ at, to, evidence }: Guess, language: Language) {
  return { at, to, why: evidence === null ? null : spoken(evidence, language) };
}

export interface ShownRow {
  row: number;
  cells: string[];
  fate: string;
  label: string | null;
  card: { entity: string; id: string } | null;
  reason: string | null;
  column: number | null;
  notes: string[];
}

export function shownRow({ n, cells }: NumberedRow, fate: Fate, actor: Actor): ShownRow {
  return {
    row: n,
    cells,
    fate: fate.fate,
    label: fate.label ?? null,
    card: fate.card ?? null,
    reason: fate.reason === undefined ? null : spoken(fate.reason, actor.language),
    column: fate.column ?? null,
    notes: (fate.notes ?? []).map((note) => spoken(note, actor.language)),
  };
}

export function shownKept({ entity, id, label, reason }: Kept, actor: Actor) {
  return { record: { entity, id, label }, reason: spoken(reason, actor.language) };
}

/** What may be brought in, with the targets of its columns. */
export async function shownImporter(importer: Importer) {
  const targets = await importer.targets();
  return {
    name: importer.name,
    label: importer.label,
    targets: targets.map(({ key, label, group, many }) => ({ key, label, group, many: many === true })),
    keys: importer.keys,
    needs: importer.needs,
  };
}

export function knownImporter(name: string): Importer | undefined {
  return importers().find((each) => each.name === name);
}
