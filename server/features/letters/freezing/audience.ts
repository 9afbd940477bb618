import type { Knex } from 'knex';
import {
  type AudienceCard,
  type AudienceQuestion,
  groupQuestion,
  type Question,
  readAudience,
  sentencesOfQuestion,
} from '#features/people/api.ts';
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import type { Language } from '#kernel/schema.ts';
import type { Letter } from '../model.ts';
import { type Decided, decide, type Forbidden } from './decide.ts';

/** To whom, as it stands at one moment: everything is read in one snapshot of the database. */

export interface Asked {
  question: AudienceQuestion;
  sentence: Record<Language, string> | null;
  /** The group that was asked, with the version it had. */
  group: { id: string; name: string; version: number } | null;
}

export async function askedBy({ audience }: Letter, actor: Actor): Promise<Asked> {
  if ('cards' in audience) return { question: { cards: audience.cards }, sentence: null, group: null };
  if ('group' in audience) {
    const { name, version, ...question } = await groupQuestion(audience.group, actor).catch(
      (error: unknown) => {
        throw error instanceof Fault && error.kind === 'missing'
          ? Fault.invalidAt(
              'audience',
              'letter.group',
              'This group is gone, or it is not shared with you any more.',
            )
          : error;
      },
    );
    return {
      question,
      sentence: await sentencesOfQuestion(question, actor),
      group: { id: audience.group, name, version },
    };
  }
  const question: Question = audience;
  return { question, sentence: await sentencesOfQuestion(question, actor), group: null };
}

/** Reads and decides, in one snapshot. */
export async function decidedAudience(
  letter: Letter,
  question: AudienceQuestion,
  actor: Actor,
): Promise<Decided[]> {
  return inSnapshot(async (knex) => {
    const cards = await readAudience(knex, question, { channel: 'mail', purpose: letter.purpose }, actor);
    return decide(letter, cards, await forbiddenAmong(knex, letter, cards));
  });
}

/** Reads that all see the same moment, on a connection of their own: an audience may be large. */
async function inSnapshot<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
  const { db } = house();
  const reader = db.longReader();
  try {
    const options =
      db.dialect === 'postgres' ? { isolationLevel: 'repeatable read' as const, readOnly: true } : {};
    return await reader.transaction((trx) => work(trx), options);
  } finally {
    await reader.destroy();
  }
}

const CHUNK = 400;

async function forbiddenAmong(
  knex: Knex,
  { purpose }: Letter,
  cards: readonly AudienceCard[],
): Promise<Forbidden> {
  const addresses = [
    ...new Set(cards.flatMap((card) => card.addresses.map(({ value }) => value.toLowerCase()))),
  ];
  const suppressed = new Set<string>();
  for (let from = 0; from < addresses.length; from += CHUNK) {
    const rows = (await knex('suppressions')
      .where({ channel: 'mail' })
      .whereIn('reason', [`refused-${purpose}`, 'erased', 'blocked'])
      .whereIn('address', addresses.slice(from, from + CHUNK))
      .select('address')) as { address: string }[];
    for (const row of rows) suppressed.add(row.address);
  }
  return { suppressed, dead: new Set() };
}
