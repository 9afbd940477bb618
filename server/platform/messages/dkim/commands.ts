import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { afterCommit, db, requireUnit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { setting } from '#platform/settings/api.ts';
import { forgetKeys, type NewKey } from './keys.ts';

export function administratorsOnly(actor: Actor): void {
  if (!isAdministrator(actor)) throw Fault.forbidden('dkim.forbidden', 'Only administrators may do this.');
}

export const addKeys = command({
  name: 'dkim.addKeys',
  says: 'Keeps new keys for signing the mail of a domain; nothing is signed with them before they are used.',
  takes: z.object({
    domain: z.string().max(253),
    keys: z.custom<NewKey[]>((given) => Array.isArray(given)),
  }),
  async does({ domain, keys }, { actor, at }) {
    administratorsOnly(actor);
    if (!setting('mailDomains').includes(domain))
      throw Fault.invalidAt('domain', 'dkim.domain', `"${domain}" is none of the mail domains.`);
    const stem = `lobi-${at.slice(0, 7).replace('-', '')}`;
    const taken = new Set(
      (
        (await db()('dkim_keys').where({ domain }).select('selector')) as {
          selector: string;
        }[]
      ).map((row) => row.selector),
    );
    for (const key of keys) {
      const wish = `${stem}-${key.algorithm === 'rsa' ? 'r' : 'e'}`;
      let selector = wish;
      for (let n = 2; taken.has(selector); n++) selector = `${wish}${n}`;
      const id = newId();
      await db()('dkim_keys').insert({ id, domain, selector, ...key, madeAt: at, usedSince: null });
      change(id, null, { domain, selector, algorithm: key.algorithm });
    }
  },
});

export const useKey = command({
  name: 'dkim.useKey',
  says: 'Signs mail of the domain with this key from now on.',
  takes: z.object({ id: z.string().max(26) }),
  async does({ id }, { actor, at }) {
    administratorsOnly(actor);
    const row = await standing(id);
    if (row.usedSince !== null) return;
    await db()('dkim_keys').where({ id }).update({ usedSince: at });
    change(id, { usedSince: null }, { usedSince: at });
    afterCommit(forgetKeys);
  },
});

export const dropKey = command({
  name: 'dkim.dropKey',
  says: 'Signs with this key no more and forgets it; its record in DNS should stay for a week.',
  takes: z.object({ id: z.string().max(26) }),
  async does({ id }, { actor }) {
    administratorsOnly(actor);
    const { domain, selector, algorithm } = await standing(id);
    await db()('dkim_keys').where({ id }).delete();
    change(id, { domain, selector, algorithm }, null);
    afterCommit(forgetKeys);
  },
});

interface KeyRow {
  domain: string;
  selector: string;
  algorithm: string;
  usedSince: string | null;
}

async function standing(id: string): Promise<KeyRow> {
  const row = (await db()('dkim_keys')
    .where({ id })
    .first('domain', 'selector', 'algorithm', 'used_since')) as KeyRow | undefined;
  if (row === undefined) throw Fault.missing('dkimKey', id);
  return row;
}

/** For the audit; nothing of the private key. */
function change(id: string, before: Record<string, unknown> | null, after: Record<string, unknown> | null) {
  requireUnit().changes.push({ entity: 'dkimKey', id, before, after });
}

export const DKIM_COMMANDS = [addKeys, useKey, dropKey];
