import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Config, SETTINGS, type Setting, text, unset } from './config/settings.ts';

/**
 * Settings that hold before the database is open, as one table. Precedence: environment > file; what people set in the
 * console (platform/system) comes below both and shows as locked where one of these holds it. Each name also as NAME_FILE.
 */

export type { Config } from './config/settings.ts';

/** A setting that stops the start: which one, what is wrong with it, and an example that would do. Exit code 78. */
export class ConfigError extends Error {
  readonly setting: string;
  constructor(setting: Setting, source: string, problem: string) {
    super(`${setting.name} (${source}) ${problem}. For example: ${setting.name}=${setting.example}`);
    this.name = 'ConfigError';
    this.setting = setting.name;
  }
}

/** Settings that name a port or address, to be told apart when the machine refuses one. */
const LISTENING = {
  httpPort: 'LOBI_HTTP_PORT',
  smtpPort: 'LOBI_SMTP_PORT',
  submissionPort: 'LOBI_SUBMISSION_PORT',
} as const;

/** What a refused port or address (EADDRINUSE, EACCES, EADDRNOTAVAIL) means for the settings; other errors are given back. */
export function asListenFault(error: unknown, config: Config): unknown {
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  const key = (Object.keys(LISTENING) as (keyof typeof LISTENING)[]).find((each) => config[each] === port);
  if (key === undefined || code === undefined) return error;
  const setting = settingOf(LISTENING[key]);
  const source = config.sources[setting.name] ?? 'default';
  if (code === 'EADDRINUSE')
    return new ConfigError(setting, source, `is ${port}, which another program uses already`);
  if (code === 'EACCES') return new ConfigError(setting, source, `is ${port}, which only root may open`);
  if (code === 'EADDRNOTAVAIL')
    return new ConfigError(
      settingOf(key === 'httpPort' ? 'LOBI_HOST' : 'LOBI_SMTP_HOST'),
      source,
      `names ${address}, which is no address of this machine`,
    );
  return error;
}

/** Reads the configuration from an environment and, where present, the YAML file named by LOBI_CONFIG. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const file = readConfigFile(environment);
  const values: Record<string, unknown> = { sources: {} };
  const sources = values.sources as Record<string, string>;
  for (const [key, setting] of SETTINGS) {
    const found = rawValue(setting, environment, file);
    sources[setting.name] = found?.source ?? 'default';
    if (found === undefined) {
      values[key] = setting.preset(values, environment);
      continue;
    }
    try {
      values[key] = setting.read(found.text);
    } catch (error) {
      throw new ConfigError(setting, found.source, (error as Error).message);
    }
  }
  values.data = resolve(String(values.data));
  const config = values as unknown as Config;
  if ((config.tlsCert === null) !== (config.tlsKey === null))
    throw new ConfigError(
      settingOf('LOBI_TLS_KEY'),
      'with LOBI_TLS_CERT',
      'must be set together with LOBI_TLS_CERT',
    );
  return config;
}

/** Names in an environment that look like settings and are none: mistyped, or put there by a container engine. */
export function unknownNames(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set(SETTINGS.flatMap(([, { name }]) => [name, `${name}_FILE`]));
  return Object.keys(environment).filter(
    (name) =>
      name.startsWith('LOBI_') &&
      name !== 'LOBI_CONFIG' &&
      !/^LOBI_(TEST|BENCH)_/.test(name) &&
      !known.has(name),
  );
}

/** The public URL, without a slash at its end; where unset, the loopback address of the http door. */
export function publicUrlOf(config: Config): string {
  return config.publicUrl ?? `http://localhost:${config.httpPort}`;
}

/** Effective values for people, secrets masked: `[name, value, source]`. */
export function describeConfig(config: Config): [name: string, value: string, source: string][] {
  return SETTINGS.map(([key, setting]) => {
    const value = config[key];
    const shown =
      value === null
        ? ''
        : setting.secret
          ? '********'
          : Array.isArray(value)
            ? value.join(',')
            : String(value);
    return [setting.name, shown, config.sources[setting.name] ?? 'default'];
  });
}

function settingOf(name: string): Setting {
  const found = SETTINGS.find(([, setting]) => setting.name === name);
  if (found === undefined) throw new Error(`no setting ${name}`);
  return found[1];
}

function rawValue(
  setting: Setting,
  environment: NodeJS.ProcessEnv,
  file: Record<string, unknown>,
): { text: string; source: string } | undefined {
  const direct = environment[setting.name];
  if (direct !== undefined && direct !== '') return { text: direct, source: 'environment' };
  const path = environment[`${setting.name}_FILE`];
  if (path !== undefined && path !== '') {
    try {
      return { text: readFileSync(path, 'utf8').trim(), source: `file of ${setting.name}_FILE` };
    } catch {
      throw new ConfigError(setting, `${setting.name}_FILE`, `names a file that cannot be read: ${path}`);
    }
  }
  const held = file[setting.name];
  if (held === undefined || held === null) return undefined;
  return { text: Array.isArray(held) ? held.join(',') : String(held), source: 'lobi.yaml' };
}

function readConfigFile(environment: NodeJS.ProcessEnv): Record<string, unknown> {
  const named = environment.LOBI_CONFIG;
  const path = named ?? join(environment.LOBI_DATA ?? './data', 'lobi.yaml');
  const setting: Setting = {
    name: 'LOBI_CONFIG',
    says: '',
    example: '/data/lobi.yaml',
    preset: unset,
    read: text,
  };
  if (!existsSync(path)) {
    if (named !== undefined)
      throw new ConfigError(setting, 'environment', `names a file that does not exist: ${path}`);
    return {};
  }
  const content: unknown = (() => {
    try {
      return parse(readFileSync(path, 'utf8')) ?? {};
    } catch (error) {
      throw new ConfigError(setting, path, `is not YAML: ${(error as Error).message.split('\n')[0]}`);
    }
  })();
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError(setting, path, 'must hold NAME: value lines');
  const known = new Set(SETTINGS.map(([, each]) => each.name));
  for (const name of Object.keys(content as object))
    if (!known.has(name))
      throw new ConfigError(setting, path, `holds a name that Lobi does not know: ${name}`);
  return content as Record<string, unknown>;
}
