import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command, run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { Reply, route } from '#kernel/http/route.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import {
  definitionOf,
  heldOutside,
  type Settings,
  setSetting,
  setting,
  settingDefinitions,
} from '#platform/settings/api.ts';
import { checkBackup, shelveBackup, shelvedBackups, shelvedPath } from './backup/shelf.ts';
import { verifyDatabase } from './backup/verify.ts';
import { healthChecks } from './health.ts';
import { VERSION } from './version.ts';

/** Administration has no rows of its own to see, so its routes are simply the administrators'. */
function administratorsOnly(actor: Actor): void {
  if (!isAdministrator(actor)) throw Fault.forbidden('system.forbidden', 'Only administrators may do this.');
}

export const changeSettings = command({
  name: 'setting.change',
  says: 'Changes settings of the house.',
  takes: z.record(z.string(), z.unknown()),
  async does(values, { actor }) {
    administratorsOnly(actor);
    for (const [name, value] of Object.entries(values))
      await setSetting(name as keyof Settings, value as never, actor.name);
  },
});

/** Lets held mail leave, or holds it again with a reason. */
export const holdSending = command({
  name: 'sending.hold',
  says: 'Holds outgoing mail with a reason, or lets it leave.',
  takes: z.object({ reason: z.string().trim().min(1).max(40).nullable() }),
  async does({ reason }, { actor }) {
    administratorsOnly(actor);
    await setSetting('sendingHeld', reason, actor.name);
  },
});

const backupName = z.object({ name: z.string().max(100) });

export const systemRoutes = [
  route({
    method: 'GET',
    path: '/api/settings',
    says: 'Settings with their defaults, where they are held, and their sentence.',
    async handle({ actor }) {
      administratorsOnly(actor);
      const items = settingDefinitions()
        .filter((each) => each.internal !== true)
        .map((each) => ({
          name: each.name,
          says: each.says,
          value: masked(each.name, setting(each.name as keyof Settings)),
          preset: each.preset(house().config),
          locked: heldOutside(each),
          environment: each.environment?.name ?? null,
        }));
      return { items };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/settings',
    says: 'Changes settings; those held outside are refused.',
    takes: { body: z.record(z.string(), z.unknown()) },
    async handle({ actor, body }) {
      for (const name of Object.keys(body))
        if (definitionOf(name).internal === true)
          throw Fault.invalidAt(name, 'setting.unknown', `There is no setting "${name}".`);
      await run(changeSettings, body, actor);
      return { ok: true };
    },
  }),
  route({
    method: 'GET',
    path: '/api/system',
    says: 'How the house is: every check with what to do.',
    async handle({ actor }) {
      administratorsOnly(actor);
      const checks = await healthChecks();
      return {
        version: VERSION,
        engine: house().db.dialect,
        ok: checks.every((check) => check.ok),
        checks,
        sendingHeld: setting('sendingHeld'),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/system/sending',
    says: 'Holds outgoing mail with a reason, or (null) lets it leave.',
    takes: { body: z.object({ reason: z.string().nullable() }) },
    status: 200,
    async handle({ actor, body }) {
      await run(holdSending, body, actor);
      return { sendingHeld: setting('sendingHeld') };
    },
  }),
  route({
    method: 'POST',
    path: '/api/system/verify',
    says: 'Verifies every stored byte against its hash; takes its time.',
    status: 200,
    async handle({ actor }) {
      administratorsOnly(actor);
      const found = await verifyDatabase(house().db);
      const further = await Promise.all(
        house()
          .registry.all('verifications')
          .map(async (each) => ({ what: each.what, ...(await each.verify()) })),
      );
      return { items: [...found, ...further] };
    },
  }),
  route({
    method: 'GET',
    path: '/api/backups',
    says: 'Backups on the shelf of this machine.',
    async handle({ actor }) {
      administratorsOnly(actor);
      return { items: await shelvedBackups(), kept: setting('backupsKept') };
    },
  }),
  route({
    method: 'POST',
    path: '/api/backups',
    says: 'Takes a backup while everything goes on.',
    async handle({ actor }) {
      administratorsOnly(actor);
      return shelveBackup('hand', setting('backupsKept'));
    },
  }),
  route({
    method: 'POST',
    path: '/api/backups/:name/verify',
    says: 'Reads a backup from its first byte to its last and says whether it can be restored.',
    takes: { params: backupName },
    status: 200,
    async handle({ actor, params }) {
      administratorsOnly(actor);
      return checkBackup(await shelvedPath(params.name));
    },
  }),
  route({
    method: 'GET',
    path: '/api/backups/:name/content',
    says: 'The file of a backup, to be kept elsewhere.',
    takes: { params: backupName },
    async handle({ actor, params }) {
      administratorsOnly(actor);
      const path = await shelvedPath(params.name);
      return new Reply(createReadStream(path), {
        'Content-Type': 'application/gzip',
        'Content-Disposition': `attachment; filename="${params.name}"`,
      });
    },
  }),
];

/** A password inside a relay's address is never shown again. */
function masked(name: string, value: unknown): unknown {
  if (name !== 'relayUrl' || typeof value !== 'string') return value;
  const url = new URL(value);
  if (url.password !== '') url.password = '********';
  return url.href;
}
