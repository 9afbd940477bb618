import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { allow } from '#platform/access/policy.ts';
import { inputOf } from '#platform/catalog/values.ts';
import { externalId, systemName } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { organisationName } from '../name.ts';
import { taxNumber } from '../tax-number.ts';
import { cardByExternalId } from './card-tables.ts';
import { cardValues, EMPTY_CARD, type Sent } from './card-values.ts';
import { cardId, ofVersion } from './persons.ts';
import { addCard, answering, changeCard } from './save-card.ts';

export const addOrganisation = command({
  name: 'organisation.add',
  says: 'Opens the card of an organisation, with contact points, kinds, tags and criteria in one go.',
  takes: inputOf('organisation'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'organisation');
    const values = {
      ...EMPTY_CARD,
      taxNumber: null,
      parentId: null,
      ...(await cardValues('organisation', sent, null, actor)),
      ...own(sent),
    };
    return addCard('organisation', {
      ...values,
      ...answering(actor, values),
      closedAt: null,
      closedBy: null,
    });
  },
});

export const changeOrganisation = command({
  name: 'organisation.change',
  says: 'Changes what stands on the card of an organisation.',
  takes: inputOf('organisation', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'organisation', { id: id as string });
    const before = await organisationBy(id as string);
    const values = await cardValues('organisation', sent, before, actor);
    await refuseCircle(before.id, (sent.parent as { id: string } | null | undefined)?.id);
    return changeCard('organisation', before, { ...values, ...own(sent) }, version as number | undefined);
  },
});

export const closeOrganisation = command({
  name: 'organisation.close',
  says: 'Closes the card of an organisation: it leaves lists and matching; what was said and written stays.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'organisation', { id });
    const before = await organisationBy(id);
    if (before.closedAt !== null) return before;
    return changeCard('organisation', before, { closedAt: at, closedBy: actor.userId }, version);
  },
});

export const restoreOrganisation = command({
  name: 'organisation.restore',
  says: 'Opens the closed card of an organisation again.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'organisation', { id });
    return changeCard(
      'organisation',
      await organisationBy(id),
      { closedAt: null, closedBy: null },
      undefined,
    );
  },
});

export const putOrganisation = command({
  name: 'organisation.put',
  says: 'Opens or changes the organisation that another program knows by an id of its own.',
  right: 'organisation:add',
  takes: inputOf('organisation', {
    partial: true,
    also: { system: systemName, value: externalId, version: ofVersion },
  }),
  async does({ system, value, version, ...sent }, doing) {
    const ids = { ...(sent.externalIds as Sent | undefined), [system as string]: value };
    const id = await cardByExternalId('organisation', system as string, value as string);
    if (id === undefined && typeof sent.name !== 'string')
      throw Fault.invalidAt('name', 'required', 'a new organisation needs a name');
    if (id === undefined)
      return { made: true, organisation: await addOrganisation.does({ ...sent, externalIds: ids }, doing) };
    return {
      made: false,
      organisation: await changeOrganisation.does({ ...sent, externalIds: ids, id, version }, doing),
    };
  },
});

async function organisationBy(id: string): Promise<Organisation> {
  const found = await Organisation.query().findById(id);
  if (found === undefined) throw Fault.missing('organisation', id);
  return found;
}

function own(sent: Sent): Record<string, unknown> {
  return {
    ...(typeof sent.name === 'string' ? organisationName(sent.name) : {}),
    ...(typeof sent.taxNumber === 'string'
      ? { taxNumber: sent.taxNumber === '' ? null : taxNumber(sent.taxNumber) }
      : {}),
  };
}

/** Nobody belongs to what belongs to it. Walks upwards from the new parent. */
async function refuseCircle(id: string, parentId: string | undefined): Promise<void> {
  let above = parentId;
  while (above !== undefined) {
    if (above === id)
      throw Fault.invalidAt(
        'parent',
        'circle',
        'this organisation belongs to it already, over others or itself',
      );
    const row = (await db()('organisations').where({ id: above }).first('parent_id')) as
      | { parentId: string | null }
      | undefined;
    above = row?.parentId ?? undefined;
  }
}
