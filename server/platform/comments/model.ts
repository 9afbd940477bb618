import { z } from 'zod';
import { house } from '#kernel/house.ts';
import { Row } from '#kernel/model.ts';
import { entity, type Field, type Label } from '#kernel/schema.ts';
import { longText, reference, shape } from '#platform/catalog/fields.ts';

/** What a colleague says about a record, perhaps to somebody. */
export class Comment extends Row {
  static override tableName = 'comments';
  static override entity = 'comment';
  static override json = ['mentions'];

  declare aboutEntity: string;
  declare aboutId: string;
  declare authorId: string;
  declare text: string;
  /** Ids of the colleagues it calls upon. */
  declare mentions: string[];
  declare closedAt: string | null;
  declare closedBy: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
export const LONGEST = 5000;
export const MOST_MENTIONS = 30;

export const commentEntity = entity({
  name: 'comment',
  plural: 'comments',
  table: 'comments',
  label: { one: named('yorum', 'komentarz', 'comment'), many: named('yorumlar', 'komentarze', 'comments') },
  fields: [
    longText('text', { label: named('Yorum', 'Treść', 'Text'), required: true, max: LONGEST }),
    shape('mentions', {
      label: named('Anılanlar', 'Wspomniani', 'Mentioned'),
      takes: z.array(z.string().length(26)).max(MOST_MENTIONS),
      stored: 'json',
    }),
    reference('author', { label: named('Yazan', 'Autor', 'Author'), of: ['user'], readOnly: true }),
  ],
  title: (row) => String(row.text).slice(0, 80),
  order: '-createdAt',
  closes: true,
});

declare module '#kernel/room.ts' {
  interface Room {
    /** Entities whose records can be commented on. */
    commentable?: readonly string[];
  }
}

export function commented(): string[] {
  return house().registry.all('commentable') as string[];
}

/** The record that is spoken of: one of whatever rooms let be commented on. */
export async function aboutField(): Promise<Record<string, Field[]>> {
  const of = commented();
  if (of.length === 0) return {};
  return {
    comment: [
      reference('about', {
        label: named('Neyle ilgili', 'Czego dotyczy', 'About'),
        of,
        entityColumn: 'aboutEntity',
        required: true,
      }),
    ],
  };
}
