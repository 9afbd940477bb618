import { z } from 'zod';
import { type Call, route } from '#kernel/http/route.ts';
import { LANGUAGES } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { checkQuery } from '#platform/query/check.ts';
import type { CheckedQuery } from '#platform/query/meaning.ts';
import { namesIn } from '#platform/query/names.ts';
import { sayQuery } from '#platform/query/say.ts';
import { labelsOf } from './labels.ts';

const checkRoute = route({
  method: 'POST',
  path: '/api/query/check',
  says: 'Checks a query without asking it, and says it as a sentence. A query that cannot be asked answers 422 with the places.',
  tag: 'query',
  takes: { body: z.object({ query: z.unknown() }) },
  gives: z.object({
    ok: z.literal(true),
    sentence: z.object({ tr: z.string(), pl: z.string(), en: z.string() }),
  }),
  status: 200,
  async handle({ actor, body }: Call<unknown, unknown, { query?: unknown }>) {
    const known = await catalog();
    const query = checkQuery(body.query, { catalog: known });
    return { ok: true, sentence: await sentencesOf(query, actor) };
  },
});

export const ROUTES = [checkRoute];

/** A question in every language, with records and nodes called by their names as far as the actor may see them. */
export async function sentencesOf(
  query: CheckedQuery,
  actor: Call['actor'],
): Promise<Record<Language, string>> {
  const named = namesIn(query.where);
  const labels = await labelsOf(named.records, await catalog(), actor);
  const nodes = await named.nodeNames();
  const nameIn = (language: Language) => (key: string, entity: string | null) =>
    entity?.startsWith('criteria:')
      ? nodes.get(`${entity}:${key}`)?.[language]
      : entity === null
        ? undefined
        : (labels.of({ entity, id: key }) ?? undefined);
  const say = (language: Language) =>
    sayQuery(query, { language, zone: actor.zone, nameOf: nameIn(language) });
  return Object.fromEntries(LANGUAGES.map((language) => [language, say(language)])) as Record<
    Language,
    string
  >;
}
