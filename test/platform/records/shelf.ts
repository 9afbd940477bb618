import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { insert, Row, update } from '#kernel/model.ts';
import { room } from '#kernel/room.ts';
import { entity } from '#kernel/schema.ts';
import { allow, policy } from '#platform/access/policy.ts';
import { day, longText, number, reference, sortKeysOf, text, words } from '#platform/catalog/fields.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import '#platform/records/declared.ts';
import { resource } from '#platform/records/resource.ts';
import { ROOMS } from '#server/rooms.ts';
import { type Engine, type World, world } from '#test/support/world.ts';

/** A shelf of books that colleagues lend each other: the smallest room with everything that records can have. */

class Book extends Row {
  static override tableName = 'shelf_books';
  static override entity = 'book';
  declare title: string;
  declare closedAt: string | null;
}

const label = (word: string) => ({ tr: word, pl: word, en: word });

const book = entity({
  name: 'book',
  plural: 'books',
  table: 'shelf_books',
  label: {
    one: { tr: 'kitap', pl: 'książka', en: 'book' },
    many: { tr: 'kitaplar', pl: 'książki', en: 'books' },
  },
  fields: [
    text('title', {
      label: { tr: 'Başlık', pl: 'Tytuł', en: 'Title' },
      required: true,
      sortable: true,
      folded: 'titleFolded',
      sortKeys: sortKeysOf('title'),
    }),
    number('pages', { label: { tr: 'Sayfa', pl: 'Liczba stron', en: 'Pages' }, sortable: true }),
    day('readOn', { label: label('Read'), sortable: true }),
    reference('owner', { label: { tr: 'Sahibi', pl: 'Właściciel', en: 'Owner' }, of: ['user'] }),
    reference('sequelTo', { label: label('Sequel to'), of: ['book'] }),
    words('tags', {
      label: { tr: 'Etiketler', pl: 'Etykiety', en: 'Tags' },
      link: { table: 'shelf_tags', owner: 'bookId', value: 'tag' },
    }),
    longText('summary', { label: label('Summary'), detail: true, folded: 'summaryFolded' }),
    text('note', { label: label('Note'), hidden: true }),
  ],
  relations: [
    {
      key: 'sequels',
      label: { tr: 'devamı', pl: 'kontynuacje', en: 'sequels' },
      of: 'book',
      link: { many: 'sequelToId' },
    },
  ],
  title: (row) => String(row.title),
  order: 'title',
  closes: true,
});

const ofRecord = z.object({ id: z.string(), version: z.number().optional() });

async function putTags(id: string, sent: Record<string, unknown>): Promise<void> {
  if (sent.tags === undefined) return;
  await db()('shelf_tags').where({ bookId: id }).delete();
  for (const tag of sent.tags as string[]) await db()('shelf_tags').insert({ bookId: id, tag });
}

export const addBook = command({
  name: 'book.add',
  says: 'Puts a book on the shelf.',
  takes: inputOf('book'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'book');
    const row = await insert(Book, { ...rowValues(book, sent), closedAt: null } as never);
    await putTags(row.id, sent);
    return row;
  },
});

const changeBook = command({
  name: 'book.change',
  says: 'Changes what is said of a book.',
  takes: inputOf('book', { partial: true, also: { id: z.string(), version: z.number().optional() } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'book', { id: id as string });
    await putTags(id as string, sent);
    return update(
      Book,
      id as string,
      rowValues(book, sent) as never,
      version === undefined ? {} : { version: version as number },
    );
  },
});

const closeBook = command({
  name: 'book.close',
  says: 'Takes a book from the shelf.',
  takes: ofRecord,
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'book', { id });
    return update(Book, id, { closedAt: at }, version === undefined ? {} : { version });
  },
});

const restoreBook = command({
  name: 'book.restore',
  says: 'Puts a book back on the shelf.',
  takes: ofRecord,
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'book', { id });
    return update(Book, id, { closedAt: null });
  },
});

const shelf = room({
  name: 'shelf',
  says: 'Books.',
  entities: [book],
  commands: [addBook, changeBook, closeBook, restoreBook],
  policies: [
    policy({
      entity: 'book',
      says: 'Everybody sees the books, the new ones their own; who owns one may change it.',
      see: (actor) => (actor.roles.includes('limited') ? { field: 'owner', is: 'me' } : true),
      change: (actor) => (actor.roles.includes('administrator') ? true : { field: 'owner', is: 'me' }),
      may: { restore: true },
    }),
  ],
  presenters: [
    {
      entity: 'book',
      says: 'How long the title is.',
      present: async (rows, _actor, whole) =>
        new Map(rows.map((row) => [row.id, { letters: String(row.title).length, whole }])),
    },
  ],
  aboutness: [{ entity: 'book', about: ({ id }) => ({ field: 'title', is: id }) }],
  routes: resource({
    entity: book,
    add: addBook,
    change: changeBook,
    close: closeBook,
    restore: restoreBook,
  }),
});

export async function shelfWorld(t: ExecutionContext<any>, engine: Engine): Promise<World> {
  const w = await world(t, { engine, rooms: [...ROOMS, shelf] });
  const { writer } = w.house.db;
  await writer.schema.createTable('shelf_books', (table) => {
    table.string('id', 26).primary();
    table.integer('version');
    for (const name of [
      'created_at',
      'updated_at',
      'closed_at',
      'closed_by',
      'title',
      'title_folded',
      'title_sort_tr',
      'title_sort_pl',
      'title_sort_en',
      'read_on',
      'owner_id',
      'sequel_to_id',
      'summary',
      'summary_folded',
      'note',
    ])
      table.text(name);
    table.integer('pages');
  });
  await writer.schema.createTable('shelf_tags', (table) => {
    table.text('book_id');
    table.text('tag');
  });
  return w;
}
