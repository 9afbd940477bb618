import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError, readConfig } from '#kernel/config.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { openDoors, openPorts } from '#server/doors.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { serve } from '#server/serve.ts';
import { dialogue } from './smtp/dialogue.ts';

for (const name of ['LOBI_HTTP_PORT', 'LOBI_SMTP_PORT', 'LOBI_SUBMISSION_PORT'])
  test(`a port that another program uses stops the start with ${name}, and nothing is left open`, async (t) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.teardown(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const config = readConfig({
      LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
      LOBI_LOG_LEVEL: 'fatal',
      LOBI_HTTP_PORT: '0',
      LOBI_SMTP_PORT: '0',
      LOBI_SUBMISSION_PORT: '0',
      [name]: String(port),
    });
    const fault = await t.throwsAsync(serve(config), { instanceOf: ConfigError });
    t.is(fault.setting, name);
    t.regex(fault.message, /another program uses already\. For example/);
  });

test('sample data is refused where strangers reach the house', async (t) => {
  const config = readConfig({
    LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
    LOBI_HOST: '0.0.0.0',
  });
  await t.throwsAsync(serve(config, { demo: true }), { code: 'demo.outside' });
});

test('the ports answer before the house stands: 421 and 503, then the house', async (t) => {
  const config = readConfig({
    LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
    LOBI_LOG_LEVEL: 'fatal',
    LOBI_HTTP_PORT: '0',
    LOBI_SMTP_PORT: '0',
    LOBI_SUBMISSION_PORT: '0',
    LOBI_LANGUAGE: 'pl',
  });
  const ports = await openPorts(config);
  t.teardown(() => ports.close());
  for (const port of [ports.smtpPort, ports.submissionPort]) {
    const peer = await dialogue(port as number);
    t.regex(await peer.hear(), /^421 4\.3\.2 Lobi is starting, try again/);
    await peer.closed;
  }
  const ask = (path: string) => fetch(`http://127.0.0.1:${ports.httpPort}${path}`);
  t.is((await ask('/healthz')).status, 200);
  const ready = await ask('/readyz');
  t.is(ready.status, 503);
  t.is(ready.headers.get('retry-after'), '5');
  t.like(await ready.json(), { ok: false });
  const page = await ask('/mail');
  t.is(page.status, 503);
  t.regex(await page.text(), /Lobi się uruchamia/);
  t.is((await ask('/api/persons')).headers.get('content-type'), 'application/problem+json');

  const house = await openHouse({ config, rooms: ROOMS, seams: SEAMS });
  const doors = await openDoors(house, ports);
  const peer = await dialogue(ports.smtpPort as number);
  t.regex(await peer.hear(), /^220/);
  t.is((await ask('/readyz')).status, 200);
  await doors.close();
  t.regex(await peer.hear(), /^421 4\.3\.2/);
  const late = await dialogue(ports.smtpPort as number);
  t.regex(await late.hear(), /^421 4\.3\.2 Lobi is closing down/);
  await late.closed;
  await closeHouse(house);
});

test('a mail that is under way while the doors close is taken first', async (t) => {
  const served = await serve(
    readConfig({
      LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
      LOBI_LOG_LEVEL: 'fatal',
      LOBI_HTTP_PORT: '0',
      LOBI_SMTP_PORT: '0',
      LOBI_SUBMISSION_PORT: '0',
    }),
  );
  const peer = await dialogue(served.doors.smtpPort as number);
  await peer.hear();
  await peer.say('EHLO mail.kuzey.example');
  await peer.say('MAIL FROM:<a@kuzey.example>');
  await peer.say('RCPT TO:<postmaster@localhost>');
  t.regex(await peer.say('DATA'), /^354/);
  peer.send('Subject: x\r\n\r\nhalf');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = served.close();
  await new Promise((resolve) => setTimeout(resolve, 100));
  peer.send(' and half\r\n.\r\n');
  t.regex(await peer.hear(), /^250 2\.6\.0 Kept as/);
  await closed;
});
