import { type ZodType, z } from 'zod';
import type { Config } from '#kernel/config.ts';
import { publicUrlOf } from '#kernel/config.ts';
import { afterCommit, db, requireUnit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house, roomMemory } from '#kernel/house.ts';

/**
 * What may be set in the console. Precedence: environment > file > console > default; a value held outside is locked and says
 * where. Values are read often and change rarely, so each process keeps them in memory and looks again every few seconds.
 */

export interface SettingDefinition {
  name: string;
  /** A sentence for the reference and the page. */
  says: string;
  takes: ZodType;
  /** Value where nothing is set. */
  preset(config: Config): unknown;
  /** Setting of the environment that holds it, where there is one. */
  environment?: { name: string; key: keyof Config };
  /** Not shown on the settings page: the house's own state. */
  internal?: boolean;
  /** Holds a password: the audit says that it changed, not to what. */
  secret?: boolean;
}

/** Values by name; other rooms add theirs by declaration merging. */
export interface Settings {
  company: string;
  language: 'tr' | 'pl' | 'en';
  timeZone: string;
  /** Without a slash at its end. */
  publicUrl: string;
  mailDomains: string[];
  relayUrl: string | null;
  /** Why outgoing mail is held (`setup`, `restored`, `demo`), or null when it leaves. */
  sendingHeld: string | null;
  /** When the first-run setup ended; null before. */
  setupDoneAt: string | null;
  /** ISO 3166 country for phone numbers and tax numbers typed without one. */
  country: 'TR' | 'PL';
  backupsKept: number;
}

/** A room's sample data: runs once in an installation, in the order of the rooms. Gives lines to print once (sample passwords). */
export interface Demo {
  name: string;
  furnish(): Promise<string[]>;
}

declare module '#kernel/room.ts' {
  interface Room {
    settings?: readonly SettingDefinition[];
    demos?: readonly Demo[];
  }
}

const zone = z.string().refine((value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone, for example Europe/Istanbul');
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u, 'must be a domain, for example firm.example');

export const SYSTEM_SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'company',
    says: 'The firm’s name in letters and headers.',
    takes: z.string().trim().min(1).max(200),
    preset: () => 'Lobi',
    environment: { name: 'LOBI_COMPANY', key: 'company' },
  },
  {
    name: 'language',
    says: 'Language of new users and of mails of the house.',
    takes: z.enum(['tr', 'pl', 'en']),
    preset: (config) => config.language,
    environment: { name: 'LOBI_LANGUAGE', key: 'language' },
  },
  {
    name: 'timeZone',
    says: 'The company’s time zone: register numbers and "today" follow it.',
    takes: zone,
    preset: (config) => config.timeZone,
    environment: { name: 'LOBI_TIME_ZONE', key: 'timeZone' },
  },
  {
    name: 'publicUrl',
    says: 'Every link is built from it.',
    takes: z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, '')),
    preset: publicUrlOf,
    environment: { name: 'LOBI_PUBLIC_URL', key: 'publicUrl' },
  },
  {
    name: 'mailDomains',
    says: 'Domains whose mail is received.',
    takes: z.array(domain).min(1).max(100),
    preset: (config) => config.mailDomains,
    environment: { name: 'LOBI_MAIL_DOMAINS', key: 'mailDomains' },
  },
  {
    name: 'relayUrl',
    says: 'Smart host for outgoing mail; empty: straight to the recipients’ servers.',
    takes: z.url({ protocol: /^smtps?$/ }).nullable(),
    preset: () => null,
    environment: { name: 'LOBI_RELAY_URL', key: 'relayUrl' },
    secret: true,
  },
  {
    name: 'country',
    says: 'Country of phone and tax numbers that are typed without one.',
    takes: z.enum(['TR', 'PL']),
    preset: (config) => (config.language === 'pl' ? 'PL' : 'TR'),
  },
  {
    name: 'backupsKept',
    says: 'How many nightly backups are kept.',
    takes: z.int().min(1).max(365),
    preset: () => 7,
  },
  {
    name: 'sendingHeld',
    says: 'Why outgoing mail is held; empty: it leaves.',
    takes: z.string().max(40).nullable(),
    preset: () => 'setup',
    internal: true,
  },
  {
    name: 'setupDoneAt',
    says: 'When the first-run setup ended.',
    takes: z.string().nullable(),
    preset: () => null,
    internal: true,
  },
];

const CACHE = Symbol('system.settings');
interface Cache {
  stored: Map<string, unknown>;
}

function cache(): Cache {
  return roomMemory(CACHE, () => ({ stored: new Map<string, unknown>() }));
}

/** Reads what the console has set; at the opening of the house and every few seconds. */
export async function loadSettings(): Promise<void> {
  const rows = (await db()('settings').select('name', 'value')) as { name: string; value: string }[];
  cache().stored = new Map(rows.map((row) => [row.name, JSON.parse(row.value) as unknown]));
}

/** The effective value of a setting. */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  const definition = definitionOf(name);
  const held = heldOutside(definition);
  if (held !== null) return house().config[definition.environment?.key as keyof Config] as Settings[Name];
  const { stored } = cache();
  return (stored.has(name) ? stored.get(name) : definition.preset(house().config)) as Settings[Name];
}

/** Where a value set outside comes from (`environment`, `lobi.yaml`, …); null where the console decides. */
export function heldOutside(definition: SettingDefinition): string | null {
  if (definition.environment === undefined) return null;
  const source = house().config.sources[definition.environment.name] ?? 'default';
  return source === 'default' ? null : source;
}

export function settingDefinitions(): SettingDefinition[] {
  return house().registry.all('settings');
}

const DEFINITIONS = Symbol('settings.definitions');

export function definitionOf(name: string): SettingDefinition {
  // Asked on every path that is hot.
  const found = roomMemory(
    DEFINITIONS,
    () => new Map(settingDefinitions().map((each) => [each.name, each])),
  ).get(name);
  if (found === undefined) throw Fault.invalidAt(name, 'setting.unknown', `There is no setting "${name}".`);
  return found;
}

/** Sets a value, in a unit of work. Throws Fault `conflict` where it is held outside, `invalid` where it does not fit. */
export async function setSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name],
  by: string,
): Promise<void> {
  const definition = definitionOf(name);
  const held = heldOutside(definition);
  if (held !== null)
    throw Fault.conflict(
      'setting.locked',
      `"${name}" is set by ${definition.environment?.name} (${held}); change it there and start again.`,
    );
  const parsed = definition.takes.safeParse(value);
  if (!parsed.success)
    throw Fault.invalidAt(name, 'setting.invalid', parsed.error.issues[0]?.message ?? 'does not fit');
  const row = {
    name,
    value: JSON.stringify(parsed.data),
    changedAt: house().clock.now().toISOString(),
    changedBy: by,
  };
  const before = (await db()('settings').where({ name }).first('value')) as { value: string } | undefined;
  await db()('settings').insert(row).onConflict('name').merge();
  const told = (text: string | undefined) => ({
    [name]: definition.secret === true && text !== undefined ? '[not shown]' : JSON.parse(text ?? 'null'),
  });
  if (before?.value !== row.value)
    requireUnit().changes.push({
      entity: 'setting',
      id: name,
      before: told(before?.value),
      after: told(row.value),
    });
  afterCommit(() => cache().stored.set(name, parsed.data));
}

/** The first mail domain: where the house's own addresses are. */
export function mainMailDomain(): string {
  return setting('mailDomains')[0] ?? 'localhost';
}
