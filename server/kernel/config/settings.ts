/** Every setting of the environment as one table: default, reader, example, sentence. */

export interface Setting {
  name: string;
  says: string;
  example: string;
  secret?: boolean;
  /** Value where nothing is set; may look at the settings before it. */
  preset(values: Record<string, unknown>, environment: NodeJS.ProcessEnv): unknown;
  /** Text to value; throws a sentence saying what is wrong. */
  read(text: string): unknown;
}

export interface Config {
  data: string;
  databaseUrl: string | null;
  host: string;
  httpPort: number;
  smtpHost: string;
  tlsCert: string | null;
  tlsKey: string | null;
  trustedProxies: string[];
  company: string | null;
  smtpPort: number;
  submissionPort: number;
  publicUrl: string | null;
  mailDomains: string[];
  relayUrl: string | null;
  adminEmail: string | null;
  adminPassword: string | null;
  language: 'tr' | 'pl' | 'en';
  timeZone: string;
  doors: string[];
  logLevel: string;
  logFormat: 'pretty' | 'json';
  /** Internal: the second SQLite driver, for the tests of data. */
  sqliteDriver: 'sqlite3' | 'better-sqlite3';
  /** Where each value came from, by setting name: `environment`, `file LOBI_…_FILE`, `lobi.yaml` or `default`. */
  sources: Record<string, string>;
}

const DOORS = ['http', 'live', 'smtp', 'worker'];
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export const text = (value: string): string => value;
const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const oneOf = (allowed: string[]) => (value: string) => {
  if (!allowed.includes(value)) throw new Error(`must be one of ${allowed.join(', ')}`);
  return value;
};
const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new Error('must be a port, 0 to 65535');
  return number;
};
const url = (protocols: string[]) => (value: string) => {
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
    throw new Error(`must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  return value.replace(/\/$/, '');
};
const zone = (value: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    throw new Error('must be an IANA time zone');
  }
  return value;
};
const domains = (value: string): string[] => {
  const names = list(value.toLowerCase());
  const wrong = names.find((name) => !/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(name));
  if (names.length === 0 || wrong !== undefined)
    throw new Error(`must be domains with commas between${wrong ? `; "${wrong}" is none` : ''}`);
  return names;
};

type Row = [key: keyof Config, setting: Setting];
export const unset = () => null;
const row = (
  key: keyof Config,
  name: string,
  says: string,
  example: string,
  preset: Setting['preset'],
  read: Setting['read'] = text,
  secret = false,
): Row => [key, { name, says, example, preset, read, secret }];

/** Every setting of the environment, in the order they are documented. */
export const SETTINGS: Row[] = [
  row('data', 'LOBI_DATA', 'Folder of all state of an embedded appliance.', '/data', () => './data'),
  row(
    'databaseUrl',
    'LOBI_DATABASE_URL',
    'PostgreSQL to use instead of the embedded SQLite.',
    'postgres://lobi:secret@db/lobi',
    unset,
    url(['postgres:', 'postgresql:']),
    true,
  ),
  row('host', 'LOBI_HOST', 'Address of console, API, live news and embed.', '0.0.0.0', () => '127.0.0.1'),
  row('httpPort', 'LOBI_HTTP_PORT', 'Port of console, API, live news and embed.', '8080', () => 8080, port),
  row('smtpHost', 'LOBI_SMTP_HOST', 'Address of the mail doors.', '0.0.0.0', (values) => values.host),
  row(
    'tlsCert',
    'LOBI_TLS_CERT',
    'Certificate file (PEM), read again when it changes.',
    '/etc/lobi/cert.pem',
    unset,
  ),
  row('tlsKey', 'LOBI_TLS_KEY', 'Key file (PEM) of the certificate.', '/etc/lobi/key.pem', unset),
  row(
    'trustedProxies',
    'LOBI_TRUSTED_PROXIES',
    'Proxies whose X-Forwarded headers count.',
    '10.0.0.1,10.0.0.2',
    () => [],
    list,
  ),
  row('company', 'LOBI_COMPANY', 'The firm’s name in letters and headers.', 'Marmara Pack A.Ş.', unset),
  row('smtpPort', 'LOBI_SMTP_PORT', 'Port of the receiver.', '2525', () => 2525, port),
  row('submissionPort', 'LOBI_SUBMISSION_PORT', 'Port of submission with sign-in.', '2587', () => 2587, port),
  row(
    'publicUrl',
    'LOBI_PUBLIC_URL',
    'Every link is built from it; never from a request.',
    'https://lobi.firm.example',
    unset,
    url(['http:', 'https:']),
  ),
  row(
    'mailDomains',
    'LOBI_MAIL_DOMAINS',
    'Domains that the receiver accepts.',
    'firm.example,firm.com.tr',
    () => ['localhost'],
    domains,
  ),
  row(
    'relayUrl',
    'LOBI_RELAY_URL',
    'Smart host for outgoing mail; unset: direct to the MX.',
    'smtps://user:secret@relay.example',
    unset,
    url(['smtp:', 'smtps:']),
    true,
  ),
  row('adminEmail', 'LOBI_ADMIN_EMAIL', 'First administrator, unattended.', 'it@firm.example', unset),
  row(
    'adminPassword',
    'LOBI_ADMIN_PASSWORD',
    'Password of the first administrator.',
    'eight letters or more',
    unset,
    text,
    true,
  ),
  row(
    'language',
    'LOBI_LANGUAGE',
    'Language of a new installation.',
    'tr',
    () => 'en',
    oneOf(['tr', 'pl', 'en']),
  ),
  row(
    'timeZone',
    'LOBI_TIME_ZONE',
    'IANA time zone of a new installation.',
    'Europe/Istanbul',
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    zone,
  ),
  row(
    'doors',
    'LOBI_DOORS',
    'Doors of this process.',
    'http,live',
    () => DOORS,
    (value) => list(value).map(oneOf(DOORS)),
  ),
  row('logLevel', 'LOBI_LOG_LEVEL', 'How much the log says.', 'info', () => 'info', oneOf(LEVELS)),
  row(
    'logFormat',
    'LOBI_LOG_FORMAT',
    'Log for people or for programs.',
    'json',
    () => (process.stdout.isTTY ? 'pretty' : 'json'),
    oneOf(['pretty', 'json']),
  ),
  row(
    'sqliteDriver',
    'LOBI_SQLITE_DRIVER',
    'Internal: driver of the embedded database.',
    'sqlite3',
    () => 'sqlite3',
    oneOf(['sqlite3', 'better-sqlite3']),
  ),
];
