import { z } from 'zod';
import { Row } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, day, flag, reference, shape, sortKeysOf, text } from '#platform/catalog/fields.ts';
import type { CardEntity } from '../model/card.ts';

/** A saved question over cards, plus those that belong to it in any case and those that never do; asked anew at each sending. */
export class Group extends Row {
  static override tableName = 'card_groups';
  static override entity = 'group';
  static override json = ['where', 'pinned', 'excluded'];
  static override booleans = ['shared'];
  static override derived = ['nameFolded', 'nameSortTr', 'nameSortPl', 'nameSortEn'];

  declare name: string;
  declare nameFolded: string;
  declare nameSortTr: string;
  declare nameSortPl: string;
  declare nameSortEn: string;
  declare of: CardEntity;
  declare where: Record<string, unknown> | null;
  declare asOf: string | null;
  declare pinned: string[];
  declare excluded: string[];
  declare shared: boolean;
  declare ownerId: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

/** More by hand is a question not asked. */
export const MOST_BY_HAND = 5000;
const byHand = z.array(z.string().max(26)).max(MOST_BY_HAND);

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });

export const groupEntity = entity({
  name: 'group',
  plural: 'groups',
  table: 'card_groups',
  label: { one: named('grup', 'grupa', 'group'), many: named('gruplar', 'grupy', 'groups') },
  fields: [
    text('name', {
      label: named('Ad', 'Nazwa', 'Name'),
      max: 120,
      required: true,
      sortable: true,
      folded: 'nameFolded',
      sortKeys: sortKeysOf('name'),
    }),
    choice('of', {
      label: named('Kimler', 'Kogo obejmuje', 'Of'),
      options: [
        { key: 'person', label: named('Kişiler', 'Osoby', 'People') },
        { key: 'organisation', label: named('Kurumlar', 'Firmy', 'Organisations') },
      ],
      required: true,
    }),
    shape('where', {
      label: named('Koşullar', 'Warunki', 'Conditions'),
      takes: z.record(z.string(), z.unknown()),
      stored: 'json',
    }),
    day('asOf', { label: named('Hangi güne göre', 'Stan na dzień', 'As of') }),
    shape('pinned', {
      label: named('Hep içinde', 'Zawsze w grupie', 'Always in'),
      takes: byHand,
      stored: 'json',
    }),
    shape('excluded', {
      label: named('Hep dışında', 'Nigdy w grupie', 'Never in'),
      takes: byHand,
      stored: 'json',
    }),
    flag('shared', { label: named('Herkesle paylaşılır', 'Wspólna', 'Shared') }),
    reference('owner', { label: named('Sahibi', 'Właściciel', 'Owner'), of: ['user'], readOnly: true }),
    shape('sentence', {
      label: named('Cümle', 'Zdanie', 'Sentence'),
      takes: z.string(),
      readOnly: true,
    }),
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
});
