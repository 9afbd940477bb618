import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { fold } from '#kernel/text/fold.ts';
import type { Plan } from '#platform/exchange/importers.ts';
import { setting } from '#platform/settings/api.ts';
import { companyDay } from '../commands/card-values.ts';

/** What every row of a pass needs and no row changes: colleagues, criteria, countries. Read once per pass. */
export interface Known {
  country: string;
  today: string;
  /** Ids by folded mail address and name; null where two are called so. */
  users: ReadonlyMap<string, string | null>;
  /** By set: keys by folded key and name; null where two are called so. */
  criteria: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  /** Ids of criteria by `set key`. */
  criterionIds: ReadonlyMap<string, string>;
  /** ISO 3166 by folded name in three languages. */
  countries: ReadonlyMap<string, string>;
  /** What marks a mobile number and a fax on the card. */
  labels: { mobile: string; fax: string };
}

export async function knownOf(plan: Plan): Promise<Known> {
  const held = plan.memory.get('known') as Known | undefined;
  if (held !== undefined) return held;
  const read = await readKnown(plan.actor);
  plan.memory.set('known', read);
  return read;
}

const LABELS = {
  tr: { mobile: 'cep', fax: 'faks' },
  pl: { mobile: 'komórka', fax: 'faks' },
  en: { mobile: 'mobile', fax: 'fax' },
};

async function readKnown(actor: Actor): Promise<Known> {
  return {
    country: setting('country'),
    today: companyDay(),
    users: await readUsers(),
    ...(await readCriteria()),
    countries: countryNames(),
    labels: LABELS[actor.language],
  };
}

async function readUsers(): Promise<Map<string, string | null>> {
  const rows = (await db()('users')
    .whereNull('closed_at')
    .select('id', 'email', 'given_name', 'family_name')) as {
    id: string;
    email: string;
    givenName: string;
    familyName: string;
  }[];
  const users = new Map<string, string | null>();
  for (const { id, email, givenName, familyName } of rows) {
    for (const name of [fold(`${givenName} ${familyName}`), fold(`${familyName} ${givenName}`)])
      users.set(name, users.has(name) && users.get(name) !== id ? null : id);
    users.set(fold(email), id);
  }
  return users;
}

async function readCriteria(): Promise<Pick<Known, 'criteria' | 'criterionIds'>> {
  const rows = (await db()('criteria').select('id', 'set_key', 'key', 'name', 'closed_at')) as {
    id: string;
    setKey: string;
    key: string;
    name: string;
    closedAt: string | null;
  }[];
  const criteria = new Map<string, Map<string, string | null>>();
  const criterionIds = new Map<string, string>();
  for (const { id, setKey, key, name, closedAt } of rows) {
    criterionIds.set(`${setKey} ${key}`, id);
    if (closedAt !== null) continue;
    const nodes = criteria.get(setKey) ?? new Map<string, string | null>();
    criteria.set(setKey, nodes);
    const folded = fold(name);
    nodes.set(folded, nodes.has(folded) && nodes.get(folded) !== key ? null : key);
  }
  for (const { setKey, key, closedAt } of rows)
    if (closedAt === null) criteria.get(setKey)?.set(fold(key), key);
  return { criteria, criterionIds };
}

/** Countries as the three languages call them, and their two letters. */
function countryNames(): Map<string, string> {
  const speakers = ['tr', 'pl', 'en'].map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  );
  const names = new Map<string, string>();
  for (let at = 0; at < 26 * 26; at++) {
    const code = String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26));
    for (const speaker of speakers) {
      const name = speaker.of(code);
      if (name === undefined) continue;
      names.set(fold(name), code);
      names.set(code.toLowerCase(), code);
    }
  }
  for (const turkey of ['turkiye', 'turkey', 'tc', 't.c.', 'turkiye cumhuriyeti']) names.set(turkey, 'TR');
  return names;
}
