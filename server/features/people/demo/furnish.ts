import { systemActor } from '#kernel/actor.ts';
import { FrozenClock } from '#kernel/clock.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, inHouse, now } from '#kernel/house.ts';
import { fold } from '#kernel/text/fold.ts';
import type { Demo } from '#platform/settings/api.ts';
import { cardByExternalId } from '../commands/card-tables.ts';
import { addCriterion } from '../commands/criteria.ts';
import { putOrganisation } from '../commands/organisations.ts';
import { putPerson } from '../commands/persons.ts';
import { addPosition } from '../commands/positions.ts';
import { furnishGroups } from './groups.ts';
import { readTable } from './table.ts';

/**
 * Customers, suppliers and partners of the sample firm, a maker of packaging machines in Gebze that sells in Turkey and Poland.
 * Every card carries its key as the external id `sample`, so that a start that was interrupted goes on where it stopped.
 */

type OrganisationColumn =
  | 'key'
  | 'name'
  | 'taxNumber'
  | 'kinds'
  | 'sector'
  | 'region'
  | 'street'
  | 'district'
  | 'province'
  | 'postalCode'
  | 'country'
  | 'phone'
  | 'domain'
  | 'representative'
  | 'parent'
  | 'channel'
  | 'tags';
type PersonColumn =
  | 'organisation'
  | 'givenName'
  | 'familyName'
  | 'title'
  | 'department'
  | 'formOfAddress'
  | 'birthDate'
  | 'from'
  | 'until'
  | 'mobile'
  | 'email'
  | 'tags';
type OrganisationRow = Record<OrganisationColumn, string>;
type PersonRow = Record<PersonColumn, string>;

const SYSTEM = 'sample';
const BY = systemActor('Marmara Pack', 'Europe/Istanbul');
/** The first card was opened then; one more every few days. */
const OPENED = '2023-01-09T06:30:00.000Z';
const DAYS_BETWEEN = 9;
const DAY_MS = 86_400_000;
/** Rows in one unit of work. */
const CHUNK = 15;
/** The firm itself is on a card without an address: mail of its own mailboxes is not about it. */
const OWN = ['marmara-pack', 'marmara-pack-polska'];

const SET_LABELS: Record<string, { tr: string; pl: string; en: string }> = {
  sector: { tr: 'Sektör', pl: 'Branża', en: 'Sector' },
  region: { tr: 'Bölge', pl: 'Region', en: 'Region' },
  channel: { tr: 'Satış kanalı', pl: 'Kanał sprzedaży', en: 'Sales channel' },
};

export const peopleDemo: Demo = {
  name: 'people',
  async furnish() {
    const organisations = readTable<OrganisationColumn>('organisations.csv');
    const persons = readTable<PersonColumn>('persons.csv');
    const last = persons.at(-1) as PersonRow;
    if ((await cardByExternalId('person', SYSTEM, personKey(last))) !== undefined) return [];
    await furnishCriteria();
    const users = await usersByName();
    await inChunks(organisations, (row, at) => putOrganisationRow(row, at, users));
    await inChunks(persons, (row) => putPersonRow(row, organisations, users));
    await furnishGroups(BY);
    await countAnew();
    return [];
  },
};

/** PostgreSQL plans by what it knows of the tables: of new ones nothing, until its own count a minute later. */
async function countAnew(): Promise<void> {
  if (house().db.dialect !== 'postgres') return;
  await work('people.sampleCount', async () => {
    for (const table of ['persons', 'organisations', 'positions', 'card_criteria', 'criteria_closure'])
      await db().raw(`ANALYZE ${table}`);
  });
}

async function inChunks<T>(rows: readonly T[], put: (row: T, at: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK)
    await work('people.sample', async () => {
      for (const [at, row] of rows.slice(from, from + CHUNK).entries()) await put(row, from + at);
    });
}

type CriterionColumn = 'set' | 'key' | 'name' | 'parent' | 'pl' | 'en';

async function furnishCriteria(): Promise<void> {
  await work('people.sampleCriteria', async () => {
    for (const { set, key, name: tr, parent, pl, en } of readTable<CriterionColumn>('criteria.csv'))
      if ((await db()('criteria').where({ setKey: set, key }).first('id')) === undefined)
        await run(
          addCriterion,
          {
            set: set as string,
            key,
            names: { tr, pl, en },
            parent: parent === '' ? null : parent,
            setLabel: SET_LABELS[set as string],
          },
          BY,
        );
  });
}

/** The sample colleagues by the first part of their address; nobody where they are not there. */
async function usersByName(): Promise<Map<string, string>> {
  const rows = (await db()('users')
    .whereLike('email', '%@marmarapack.example')
    .whereNull('closed_at')
    .select('id', 'email')) as { id: string; email: string }[];
  return new Map(rows.map((row) => [row.email.split('@')[0] as string, row.id]));
}

async function putOrganisationRow(
  row: OrganisationRow,
  at: number,
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const parent = row.parent === '' ? undefined : await cardByExternalId('organisation', SYSTEM, row.parent);
  const sent = {
    system: SYSTEM,
    value: row.key,
    name: row.name,
    taxNumber: row.taxNumber,
    kinds: words(row.kinds, ' '),
    sector: words(row.sector, ' '),
    region: words(row.region, ' '),
    channel: words(row.channel, ' '),
    tags: words(row.tags, ','),
    parent: parent ?? null,
    representative: users.get(row.representative) ?? null,
    contactPoints: contactPointsOf(row),
  };
  await atMoment(openedAt(at), () => run(putOrganisation, sent, BY));
}

function contactPointsOf({ key, country, domain, phone, ...row }: OrganisationRow) {
  const isPolish = country === 'PL';
  const address = `${isPolish ? 'biuro' : 'bilgi'}@${domain}`;
  const { street, district, province, postalCode } = row;
  return [
    { kind: 'phone', value: phone, label: isPolish ? 'centrala' : 'santral' },
    ...(OWN.includes(key) ? [] : [{ kind: 'email', value: address }]),
    { kind: 'web', value: `https://www.${domain}` },
    { kind: 'postal', value: { street, district, province, postalCode, country } },
  ];
}

/** A row is a position; the same person may stand in several. */
async function putPersonRow(
  row: PersonRow,
  organisations: readonly OrganisationRow[],
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const at = organisations.findIndex((each) => each.key === row.organisation);
  const organisation = organisations[at] as OrganisationRow;
  const organisationId = (await cardByExternalId('organisation', SYSTEM, row.organisation)) as string;
  const moment = later(openedAt(at), row.from);
  await atMoment(moment, async () => {
    let personId = await cardByExternalId('person', SYSTEM, personKey(row));
    personId ??= (
      await run(
        putPerson,
        { system: SYSTEM, value: personKey(row), ...personOf(row, organisation, users) },
        BY,
      )
    ).person.id;
    const days = { from: row.from, until: row.until === '' ? null : row.until };
    await run(
      addPosition,
      {
        person: personId,
        organisation: organisationId,
        title: row.title,
        department: row.department,
        ...days,
      },
      BY,
    );
  });
}

function personOf(row: PersonRow, organisation: OrganisationRow, users: ReadonlyMap<string, string>) {
  const isPolish = organisation.country === 'PL';
  const mobile =
    row.mobile === '' ? [] : [{ kind: 'phone', value: row.mobile, label: isPolish ? 'komórka' : 'cep' }];
  const email = row.email === '' ? [] : [{ kind: 'email', value: row.email }];
  return {
    givenName: row.givenName,
    familyName: row.familyName,
    formOfAddress: row.formOfAddress,
    birthDate: row.birthDate,
    language: isPolish ? 'pl' : 'tr',
    kinds: words(organisation.kinds, ' ').filter((kind) => kind !== 'group-company'),
    tags: words(row.tags, ','),
    sector: words(organisation.sector, ' '),
    region: words(organisation.region, ' '),
    representative: users.get(organisation.representative) ?? null,
    contactPoints: [...mobile, ...email],
  };
}

function personKey({
  givenName,
  familyName,
  birthDate,
}: Pick<PersonRow, 'givenName' | 'familyName' | 'birthDate'>): string {
  return `${fold(`${givenName} ${familyName}`).replaceAll(' ', '-')}-${birthDate}`;
}

function words(text: string, between: string): string[] {
  return text
    .split(between)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function openedAt(at: number): number {
  return Date.parse(OPENED) + at * DAYS_BETWEEN * DAY_MS;
}

/** A card is opened some days after its position began, and not before the firm's own. */
function later(opened: number, from: string): number {
  return Math.min(Math.max(opened + DAY_MS, Date.parse(from) + 12 * DAY_MS), now().getTime() - DAY_MS);
}

/** Sample data happened in the past: runs work in this house with its clock set back. */
function atMoment<T>(moment: number, does: () => Promise<T>): Promise<T> {
  return inHouse({ ...house(), clock: new FrozenClock(new Date(moment)) }, does);
}
