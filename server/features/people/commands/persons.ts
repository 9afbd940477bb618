import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { fold } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { inputOf } from '#platform/catalog/values.ts';
import { externalId, systemName } from '../model/card.ts';
import { Person } from '../model/person.ts';
import { personName } from '../name.ts';
import { cardByExternalId } from './card-tables.ts';
import { cardValues, companyDay, EMPTY_CARD, type Sent } from './card-values.ts';
import { addCard, answering, changeCard } from './save-card.ts';

export const cardId = z.string().length(26);
export const ofVersion = z.int().min(1).optional();

export const addPerson = command({
  name: 'person.add',
  says: 'Opens the card of a person, with contact points, kinds, tags and criteria in one go.',
  takes: inputOf('person'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'person');
    checkBirth(sent);
    const values = {
      ...EMPTY_CARD,
      formOfAddress: null,
      language: null,
      vocative: null,
      merchant: null,
      photoId: null,
      bornOn: null,
      ...(await cardValues('person', sent, null, actor)),
    };
    return addCard('person', {
      ...values,
      ...named(sent, null),
      ...answering(actor, values),
      closedAt: null,
      closedBy: null,
    });
  },
});

export const changePerson = command({
  name: 'person.change',
  says: 'Changes what stands on the card of a person.',
  takes: inputOf('person', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'person', { id: id as string });
    checkBirth(sent);
    const before = await personBy(id as string);
    const values = await cardValues('person', sent, before, actor);
    return changeCard('person', before, { ...values, ...named(sent, before) }, version as number | undefined);
  },
});

export const closePerson = command({
  name: 'person.close',
  says: 'Closes the card of a person: it leaves lists and matching; what was said and written stays.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'person', { id });
    const before = await personBy(id);
    if (before.closedAt !== null) return before;
    return changeCard('person', before, { closedAt: at, closedBy: actor.userId }, version);
  },
});

export const restorePerson = command({
  name: 'person.restore',
  says: 'Opens the closed card of a person again.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'person', { id });
    return changeCard('person', await personBy(id), { closedAt: null, closedBy: null }, undefined);
  },
});

export const putPerson = command({
  name: 'person.put',
  says: 'Opens or changes the person that another program knows by an id of its own.',
  right: 'person:add',
  takes: inputOf('person', { also: { system: systemName, value: externalId, version: ofVersion } }),
  async does({ system, value, version, ...sent }, doing) {
    const ids = { ...(sent.externalIds as Sent | undefined), [system as string]: value };
    const id = await cardByExternalId('person', system as string, value as string);
    if (id === undefined)
      return { made: true, person: await addPerson.does({ ...sent, externalIds: ids }, doing) };
    return {
      made: false,
      person: await changePerson.does({ ...sent, externalIds: ids, id, version }, doing),
    };
  },
});

async function personBy(id: string): Promise<Person> {
  const found = await Person.query().findById(id);
  if (found === undefined) throw Fault.missing('person', id);
  return found;
}

/** Name columns where one of its parts was sent, or nothing stands yet. A person without any name cannot be found again. */
function named(sent: Sent, before: Person | null): Record<string, unknown> {
  if (before !== null && sent.givenName === undefined && sent.familyName === undefined) return {};
  const part = (key: 'givenName' | 'familyName') =>
    sent[key] === undefined ? (before?.[key] ?? '') : ((sent[key] as string | null) ?? '');
  const [givenName, familyName] = [part('givenName'), part('familyName')];
  const names = personName(givenName, familyName);
  if (names.name === '')
    throw Fault.invalidAt('familyName', 'required', 'a person has a given name or a family name');
  return { givenName, familyName, givenFolded: fold(givenName), familyFolded: fold(familyName), ...names };
}

function checkBirth({ birthDate }: Sent): void {
  if (typeof birthDate === 'string' && (birthDate > companyDay() || birthDate < '1850-01-01'))
    throw Fault.invalidAt('birthDate', 'day', 'must be a day that somebody alive can be born on');
}
