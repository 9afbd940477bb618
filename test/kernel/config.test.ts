import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError, describeConfig, readConfig, unknownNames } from '#kernel/config.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'lobi-config-'));
}

test('the environment comes before the file, the file before the default, and each says where it is from', (t) => {
  const data = folder();
  writeFileSync(
    join(data, 'lobi.yaml'),
    'LOBI_COMPANY: Marmara Pack A.Ş.\nLOBI_SMTP_PORT: 26\nLOBI_MAIL_DOMAINS: [a.example, b.example]\n',
  );
  const config = readConfig({ LOBI_DATA: data, LOBI_SMTP_PORT: '25' });
  t.is(config.company, 'Marmara Pack A.Ş.');
  t.is(config.smtpPort, 25);
  t.deepEqual(config.mailDomains, ['a.example', 'b.example']);
  t.is(config.sources.LOBI_SMTP_PORT, 'environment');
  t.is(config.sources.LOBI_COMPANY, 'lobi.yaml');
  t.is(config.sources.LOBI_HTTP_PORT, 'default');
});

test('a secret may come from a file and is never printed', (t) => {
  const data = folder();
  writeFileSync(join(data, 'secret'), 'postgres://lobi:çok gizli@db/lobi\n');
  const config = readConfig({ LOBI_DATA: data, LOBI_DATABASE_URL_FILE: join(data, 'secret') });
  t.is(config.databaseUrl, 'postgres://lobi:çok gizli@db/lobi');
  const printed = describeConfig(config).flat().join(' ');
  t.false(printed.includes('gizli'));
  t.true(printed.includes('********'));
});

const wrong: [string, Record<string, string>, RegExp][] = [
  [
    'a port that is none',
    { LOBI_HTTP_PORT: '80801' },
    /LOBI_HTTP_PORT \(environment\) must be a port, 0 to 65535\. For example: LOBI_HTTP_PORT=8080/,
  ],
  [
    'a zone that is none',
    { LOBI_TIME_ZONE: 'Europe/Gebze' },
    /LOBI_TIME_ZONE.*IANA time zone.*Europe\/Istanbul/,
  ],
  ['a language that is none', { LOBI_LANGUAGE: 'de' }, /LOBI_LANGUAGE.*one of tr, pl, en/],
  [
    'a relay that is no address',
    { LOBI_RELAY_URL: 'mail.example' },
    /LOBI_RELAY_URL.*smtp:\/\/ or smtps:\/\//,
  ],
  ['a door that is none', { LOBI_DOORS: 'http,window' }, /LOBI_DOORS.*one of http, live, smtp, worker/],
  ['a domain that is none', { LOBI_MAIL_DOMAINS: 'firm.example,-' }, /LOBI_MAIL_DOMAINS.*"-" is none/],
  ['a certificate without its key', { LOBI_TLS_CERT: '/c.pem' }, /LOBI_TLS_KEY.*together with LOBI_TLS_CERT/],
  [
    'a file that is not there',
    { LOBI_CONFIG: '/nowhere/lobi.yaml' },
    /LOBI_CONFIG.*does not exist: \/nowhere\/lobi\.yaml/,
  ],
  [
    'a secret file that is not there',
    { LOBI_ADMIN_PASSWORD_FILE: '/nowhere' },
    /LOBI_ADMIN_PASSWORD.*cannot be read: \/nowhere/,
  ],
];
for (const [what, environment, message] of wrong)
  test(`${what} stops the start with name, fault and example`, (t) => {
    t.throws(() => readConfig({ LOBI_DATA: folder(), ...environment }), { instanceOf: ConfigError, message });
  });

test('a name that nobody knows in the file is refused, so that a typing mistake is seen', (t) => {
  const data = folder();
  writeFileSync(join(data, 'lobi.yaml'), 'LOBI_SMPT_PORT: 25\n');
  t.throws(() => readConfig({ LOBI_DATA: data }), { instanceOf: ConfigError, message: /LOBI_SMPT_PORT/ });
});

test('a name in the environment that nobody knows can be told', (t) => {
  t.deepEqual(
    unknownNames({
      LOBI_HTTP_PROT: '19',
      LOBI_HTTP_PORT: '19',
      LOBI_ADMIN_PASSWORD_FILE: '/x',
      LOBI_CONFIG: '/y',
      PATH: '/',
    }),
    ['LOBI_HTTP_PROT'],
  );
});
