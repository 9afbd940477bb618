import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { visibleIds } from '#platform/access/policy.ts';
import { reachesByQuery } from '#platform/access/rights.ts';
import { findPostgres } from './find-postgres.ts';
import { findSqlite } from './find-sqlite.ts';
import { TIES } from './rows.ts';
import { accessKey, entityKey, shortened } from './words.ts';

/** A record found: newest first. */
export interface Hit {
  entity: string;
  id: string;
  at: string;
  title: string;
  /** Tells it from others of that title; may be empty. */
  note: string;
  /** Where to go on: hits older than this number. */
  nr: number;
}

export interface FindOptions {
  entities?: readonly string[];
  limit: number;
  /** Only hits before this number (of the last hit of the page before). */
  before?: number;
}

/** What is asked of the index. */
export interface Question {
  /** Words that stand in it as they are. */
  whole: readonly string[];
  /** The last one, of which there may be more to come. */
  unfinished: string;
  /** Of each of these a record must have one: keys of entities, keys of access. */
  keys: readonly (readonly string[])[];
}

const MOST_WORDS = 12;

/**
 * Records whose texts hold every word of a question (the last one may be unfinished), newest first, and only those the actor
 * may see: the words of access are part of the index, so that seeing little is not slower than seeing all.
 */
export async function find(question: string, actor: Actor, options: FindOptions): Promise<Hit[]> {
  const words = foldedWords(question).slice(0, MOST_WORDS).map(shortened);
  const unfinished = words.pop();
  if (unfinished === undefined) return [];
  const access = actor.kind === 'system' ? null : await keysOf(actor);
  if (access !== null && access.length === 0) return [];
  const entities = (options.entities ?? []).map(entityKey);
  const asked: Question = {
    whole: [...new Set(words)],
    unfinished,
    keys: [...(access === null ? [] : [access]), ...(entities.length === 0 ? [] : [entities])],
  };
  const ask = (some: FindOptions) =>
    house().db.dialect === 'sqlite' ? findSqlite(asked, some) : findPostgres(asked, some);
  return reachesByQuery(actor) ? seenAmong(actor, options, ask) : ask(options);
}

/** Looked through at once, and how often, for whoever sees cards by what they are like. */
const PORTION = 200;
const MOST_PORTIONS = 10;

/**
 * What a card is like is no word of access: the policy is asked about the hits, portion by portion. Who sees very little of very much
 * is shown the newest of it.
 */
async function seenAmong(
  actor: Actor,
  options: FindOptions,
  ask: (some: FindOptions) => Promise<Hit[]>,
): Promise<Hit[]> {
  const seen: Hit[] = [];
  let { before } = options;
  for (let portion = 0; portion < MOST_PORTIONS && seen.length < options.limit; portion++) {
    const hits = await ask({ ...options, limit: PORTION, ...(before === undefined ? {} : { before }) });
    const ids = await seenIds(actor, hits);
    seen.push(...hits.filter((hit) => ids.has(hit.id)));
    if (hits.length < PORTION) break;
    before = hits.at(-1)?.nr;
  }
  return seen.slice(0, options.limit);
}

async function seenIds(actor: Actor, hits: readonly Hit[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [entity, some] of Map.groupBy(hits, (hit) => hit.entity)) {
    const rows = (await visibleIds(actor, entity).whereIn(
      'id',
      some.map((hit) => hit.id),
    )) as { id: string }[];
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** The keys of access that an actor holds, from every room that gives some. */
async function keysOf(actor: Actor): Promise<string[]> {
  const given = await Promise.all(
    house()
      .registry.all('searchWords')
      .map((each) => each.words(actor)),
  );
  return [...new Set(given.flat().map(accessKey))];
}

/** A number before which all records of a moment and all older ones stand: to go on after a record of that moment. */
export function numberAfter(at: string): number {
  return (new Date(at).getTime() + 1) * TIES;
}
