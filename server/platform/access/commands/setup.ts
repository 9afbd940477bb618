import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { systemActor } from '#kernel/actor.ts';
import { command, run } from '#kernel/command.ts';
import { SETTINGS } from '#kernel/config/settings.ts';
import { ConfigError } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { enqueue, job } from '#kernel/jobs.ts';
import { insert } from '#kernel/model.ts';
import { definitionOf, heldOutside, type Settings, setSetting, setting } from '#platform/settings/api.ts';
import { administrators, derivedOf, User } from '../model.ts';
import { acceptPassword } from '../passwords.ts';
import { SETUP_SECRET, setupNeeded } from '../setup.ts';
import { userFields } from './users.ts';

export const setupFields = z.object({
  language: z.enum(['tr', 'pl', 'en']),
  company: z.string().trim().min(1).max(200),
  publicUrl: z.string().trim().max(500),
  mailDomain: z.string().trim().max(2000),
  timeZone: z.string().trim().max(60),
  /** Without an answer the country of the language: PL for Polish, else TR. */
  country: z.enum(['TR', 'PL']).optional(),
  demo: z.boolean().default(false),
});

const administratorFields = userFields.pick({ email: true, givenName: true, familyName: true });

export const finishSetup = command({
  name: 'setup.finish',
  says: 'Sets the house up and makes its first administrator.',
  right: 'open',
  takes: setupFields.extend({
    administrator: administratorFields.extend({ passwordHash: z.string().startsWith('argon2id$') }),
  }),
  async does({ administrator, demo, mailDomain, ...answers }, { at }) {
    // Asked inside the transaction, so that two who press at once make one administrator.
    if ((await administrators()).length > 0)
      throw new Fault('missing', 'setup.missing', 'This house is set up already. Sign in.');
    if (demo) refuseSampleDataOutside();
    const { passwordHash, ...fields } = administrator;
    const user = await insertAdministrator(fields, passwordHash, answers.language, at);
    const mailDomains = mailDomain.split(/[,\s]+/).filter((each) => each !== '');
    const by = user.email;
    await setUnlessHeld('language', answers.language, by);
    await setUnlessHeld('company', answers.company, by);
    await setUnlessHeld('publicUrl', answers.publicUrl, by);
    await setUnlessHeld('timeZone', answers.timeZone, by);
    const country = answers.country ?? (answers.language === 'pl' ? 'PL' : 'TR');
    await setUnlessHeld('country', country, by);
    await setUnlessHeld('mailDomains', mailDomains, by, 'mailDomain');
    await endSetup(at, by, demo);
    return user;
  },
});

/** Makes the administrator named in the environment, once. Throws ConfigError where the address or the password will not do. */
export async function makeUnattendedAdministrator(): Promise<void> {
  const { adminEmail, adminPassword } = house().config;
  if (adminEmail === null || adminPassword === null || !(await setupNeeded())) return;
  const { success } = userFields.shape.email.safeParse(adminEmail);
  if (!success) throw wrongSetting('LOBI_ADMIN_EMAIL', 'must be an address');
  const passwordHash = await acceptPassword(adminPassword, adminEmail).catch((fault: Error) => {
    throw wrongSetting('LOBI_ADMIN_PASSWORD', `will not do: ${fault.message.replace(/\.$/, '')}`);
  });
  await run(addUnattended, { email: adminEmail, passwordHash }, systemActor('environment'));
  house().log.info('the first administrator was made from LOBI_ADMIN_EMAIL');
}

function wrongSetting(name: string, problem: string): ConfigError {
  const [, setting] = SETTINGS.find(([, each]) => each.name === name) as (typeof SETTINGS)[number];
  return new ConfigError(setting, house().config.sources[name] ?? 'environment', problem);
}

export const addUnattended = command({
  name: 'setup.unattended',
  says: 'Makes the first administrator from the environment.',
  takes: z.object({ email: userFields.shape.email, passwordHash: z.string() }),
  async does({ email, passwordHash }, { at, actor }) {
    requireSystem(actor);
    if ((await administrators()).length > 0) return;
    const givenName = email.split('@')[0] ?? email;
    await insertAdministrator({ email, givenName, familyName: '' }, passwordHash, setting('language'), at);
    await endSetup(at, actor.name, false);
  },
});

/** After the setup, so that its page answers at once. */
export const addSampleData = job({
  name: 'access.addSampleData',
  says: 'Adds the sample data of every room.',
  takes: z.object({}),
  async does() {
    for (const demo of house().registry.all('demos'))
      for (const line of await demo.furnish()) house().log.info(line);
  },
});

/** Sample people have a sample password, so they never stand where strangers reach them. */
function refuseSampleDataOutside(): void {
  const { host, smtpHost } = house().config;
  const loopback = ['127.0.0.1', '::1', 'localhost'];
  if (!loopback.includes(host) || !loopback.includes(smtpHost))
    throw Fault.invalidAt(
      'demo',
      'setup.demo',
      'Sample data is for a house that only this machine reaches; this one listens to others too.',
    );
}

function requireSystem(actor: Actor): void {
  if (actor.kind !== 'system') throw Fault.forbidden('setup.forbidden', 'Only the house itself does this.');
}

function insertAdministrator(
  fields: z.output<typeof administratorFields>,
  passwordHash: string,
  language: User['language'],
  at: string,
): Promise<User> {
  return insert(User, {
    ...fields,
    ...derivedOf(fields),
    language,
    roles: ['administrator'],
    teams: [],
    passwordHash,
    passwordChangedAt: at,
    closedAt: null,
    closedBy: null,
  });
}

async function endSetup(at: string, by: string, demo: boolean): Promise<void> {
  await setSetting('setupDoneAt', at, by);
  // With sample data the mail stays held: its people must never be written to by mistake.
  if (setting('sendingHeld') === 'setup') await setSetting('sendingHeld', demo ? 'demo' : null, by);
  await db()('secrets').where({ name: SETUP_SECRET }).delete();
  if (demo) await enqueue(addSampleData, {});
}

async function setUnlessHeld<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name],
  by: string,
  path: string = name,
): Promise<void> {
  const definition = definitionOf(name);
  if (heldOutside(definition) !== null) return;
  const fits = definition.takes.safeParse(value);
  if (!fits.success)
    throw Fault.invalidAt(path, 'setting.invalid', fits.error.issues[0]?.message ?? 'does not fit');
  await setSetting(name, value, by);
}
