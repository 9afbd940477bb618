import { z } from 'zod';
import type { ActorLimits } from '#kernel/actor.ts';
import { Row } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, moment, number, reference, shape } from '#platform/catalog/fields.ts';
import type { CardEntity } from '../model/card.ts';
import type { BulkAction } from './action.ts';

/** Which cards are meant: named ones, or those of a question. */
export const bulkQuestion = z.strictObject({
  ids: z.array(z.string().length(26)).min(1).max(1000).optional(),
  where: z.record(z.string(), z.unknown()).nullish(),
  q: z.string().max(500).nullish(),
});
export type BulkQuestion = z.output<typeof bulkQuestion>;

const STATES = ['gathering', 'running', 'done', 'undoing', 'undone'] as const;
export type BulkState = (typeof STATES)[number];

/** One change of many cards: followed while it runs, undone card by card. */
export class BulkChange extends Row {
  static override tableName = 'bulk_changes';
  static override entity = 'bulkChange';
  static override json = ['limits', 'question', 'action'];

  declare of: CardEntity;
  declare userId: string | null;
  declare limits: ActorLimits | null;
  declare question: BulkQuestion;
  declare action: BulkAction;
  declare state: BulkState;
  declare cursor: string | null;
  /** Cards that are meant; looked at; changed by it; refused to who asked for it; turned back. */
  declare total: number;
  declare done: number;
  declare changed: number;
  declare refused: number;
  declare undone: number;
  declare finishedAt: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const STATE_LABELS: Record<BulkState, Label> = {
  gathering: named('Kartlar toplanıyor', 'Zbieranie kartotek', 'Gathering'),
  running: named('Sürüyor', 'W toku', 'Running'),
  done: named('Bitti', 'Gotowe', 'Done'),
  undoing: named('Geri alınıyor', 'Cofanie', 'Undoing'),
  undone: named('Geri alındı', 'Cofnięte', 'Undone'),
};

export const bulkChangeEntity = entity({
  name: 'bulkChange',
  plural: 'bulk-changes',
  table: 'bulk_changes',
  label: {
    one: named('toplu değişiklik', 'zmiana zbiorcza', 'bulk change'),
    many: named('toplu değişiklikler', 'zmiany zbiorcze', 'bulk changes'),
  },
  fields: [
    choice('of', {
      label: named('Kimler', 'Kogo obejmuje', 'Of'),
      required: true,
      options: [
        { key: 'person', label: named('Kişiler', 'Osoby', 'People') },
        { key: 'organisation', label: named('Kurumlar', 'Firmy', 'Organisations') },
      ],
    }),
    reference('user', { label: named('Kim', 'Kto', 'Who'), of: ['user'], readOnly: true }),
    shape('action', {
      label: named('Ne yapılıyor', 'Co się dzieje', 'What is done'),
      takes: z.unknown(),
      stored: 'json',
      readOnly: true,
    }),
    choice('state', {
      label: named('Durum', 'Stan', 'State'),
      options: STATES.map((key) => ({ key, label: STATE_LABELS[key] })),
      readOnly: true,
    }),
    number('total', { label: named('Kart', 'Kartoteki', 'Cards'), readOnly: true }),
    number('done', { label: named('Bakılan', 'Sprawdzone', 'Looked at'), readOnly: true }),
    number('changed', { label: named('Değişen', 'Zmienione', 'Changed'), readOnly: true }),
    number('refused', { label: named('Reddedilen', 'Odrzucone', 'Refused'), readOnly: true }),
    number('undone', { label: named('Geri alınan', 'Cofnięte', 'Turned back'), readOnly: true }),
    moment('finishedAt', { label: named('Bitiş', 'Koniec', 'Finished'), readOnly: true }),
  ],
  title: (row) => String((row.action as { do?: string } | undefined)?.do ?? ''),
  order: '-createdAt',
});
