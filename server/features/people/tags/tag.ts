import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { listener } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { insert, Row, update } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import { policy } from '#platform/access/policy.ts';
import { number, text } from '#platform/catalog/fields.ts';
import type { Presenter } from '#platform/records/declared.ts';
import '../events.ts';
import { weightOf } from '../one-by-one.ts';

/** A word put on cards. People make one by using it; here it has its one writing, and a colour where somebody gave it one. */
export class Tag extends Row {
  static override tableName = 'tags';
  static override entity = 'tag';
  static override derived = ['nameFolded'];

  declare name: string;
  declare nameFolded: string;
  /** 1 to 12 of the palette; null = grey. */
  declare colour: number | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });

export const tagEntity = entity({
  name: 'tag',
  plural: 'tags',
  table: 'tags',
  label: { one: named('etiket', 'etykieta', 'tag'), many: named('etiketler', 'etykiety', 'tags') },
  fields: [
    text('name', {
      label: named('Ad', 'Nazwa', 'Name'),
      max: 100,
      required: true,
      sortable: true,
      folded: 'nameFolded',
      sortKeys: { tr: 'nameFolded', pl: 'nameFolded', en: 'nameFolded' },
    }),
    number('colour', { label: named('Renk', 'Kolor', 'Colour') }),
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
});

export const tagPolicy = policy({
  entity: 'tag',
  says: 'Everybody sees the tags and makes them by using them; administrators call them otherwise, merge them and take them away.',
  see: true,
  may: { merge: true },
  grants: { user: ['see'], limited: ['see'] },
  within: () => true,
});

export const tagPresenter: Presenter = {
  entity: 'tag',
  says: 'How many cards have it.',
  async present(rows) {
    const counted = (await db()('record_tags')
      .whereIn(
        'tag',
        rows.map((row) => row.name as string),
      )
      .groupBy('tag')
      .select('tag')
      .count({ count: '*' })) as unknown as { tag: string; count: number }[];
    const counts = new Map(counted.map((row) => [row.tag, Number(row.count)]));
    return new Map(rows.map((row) => [row.id, { count: counts.get(row.name as string) ?? 0 }]));
  },
};

/**
 * Tags as they are written already, where one differs only in case and marks; new words become tags. In a unit of work: two who
 * write the same new word at once get one writing.
 */
export async function knownWriting(tags: readonly string[]): Promise<string[]> {
  if (tags.length === 0) return [];
  const standing = await openTags(tags);
  const fresh = tags.filter((tag) => !standing.has(fold(tag)));
  if (fresh.length === 0) return written(tags, standing);
  const at = moment(now());
  const row = (name: string) => ({
    ...{ id: newId(), version: 1, createdAt: at, updatedAt: at },
    ...{ name, nameFolded: fold(name), colour: null, closedAt: null, closedBy: null },
  });
  await db()('tags').insert(fresh.map(row)).onConflict('name_folded').ignore();
  return written(tags, await openTags(tags));
}

function written(tags: readonly string[], standing: ReadonlyMap<string, string>): string[] {
  return [...new Set(tags.map((tag) => standing.get(fold(tag)) ?? tag))];
}

/** Writing by folded name. */
async function openTags(tags: readonly string[]): Promise<Map<string, string>> {
  const rows = (await db()('tags')
    .whereIn('name_folded', tags.map(fold))
    .whereNull('closed_at')
    .select('name', 'name_folded')) as { name: string; nameFolded: string }[];
  return new Map(rows.map((row) => [row.nameFolded, row.name]));
}

/** Rooms that write cards in bulk make tags too, and a tag that was taken away comes back with a card that has it. */
export const keepTags = listener({
  name: 'people.tags',
  says: 'Keeps the tags that people put on cards.',
  on: ['card.added', 'cards.added', 'card.changed'],
  portion: { most: 1000, weighs: (event) => weightOf(event) },
  // Nearly always every tag is there already: then there is nothing to write.
  async looks(events) {
    const ids = events
      .filter(({ payload }) => !('keys' in payload) || payload.keys.includes('tags'))
      .flatMap(({ payload }) => ('ids' in payload ? payload.ids : [payload.id]));
    const used = new Map<string, string>();
    for (let from = 0; from < ids.length; from += 400) {
      const rows = (await db()('record_tags')
        .whereIn('record_id', ids.slice(from, from + 400))
        .distinct('tag')) as { tag: string }[];
      for (const { tag } of rows) used.set(fold(tag), tag);
    }
    if (used.size === 0) return null;
    const open = await Tag.query()
      .whereIn('nameFolded', [...used.keys()])
      .whereNull('closedAt')
      .select('nameFolded');
    for (const { nameFolded } of open) used.delete(nameFolded);
    return used.size === 0 ? null : used;
  },
  async hears(_events, missing: Map<string, string>) {
    const used = new Map(missing);
    const standing = await Tag.query().whereIn('nameFolded', [...used.keys()]);
    for (const tag of standing) {
      used.delete(tag.nameFolded);
      if (tag.closedAt !== null) await update(Tag, tag.id, { closedAt: null, closedBy: null });
    }
    for (const [nameFolded, name] of used)
      await insert(Tag, { name, nameFolded, colour: null, closedAt: null, closedBy: null });
  },
});
