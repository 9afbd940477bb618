import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { deliver, dialogue, stuffed } from './dialogue.ts';
import { openHouse } from './house.ts';

const to = ['satis@marmarapack.example'];
const mail = (subject: string, kilobytes: number) =>
  `Subject: ${subject}\r\n\r\n${'0123456789abcdef'.repeat(63)}\r\n`.concat(
    '0123456789abcdef'.repeat(64 * kilobytes),
    '\r\n',
  );

test('a full disk answers 452 to the whole group, and goes on by itself when there is room', async (t) => {
  const w = await openHouse(t);
  await deliver(w.port, 'a@kuzey.example', to, mail('before', 1));
  const [{ pageCount: pages }] = (await w.house.db.writer.raw('PRAGMA page_count')) as [
    { pageCount: number },
  ];
  await w.house.db.writer.raw(`PRAGMA max_page_count = ${pages + 20}`);
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) => deliver(w.port, 'a@kuzey.example', to, mail(`full ${n}`, 400))),
  );
  for (const answer of answers) t.regex(answer, /^452 4\.3\.1/);
  t.is((await w.arrivals()).length, 1, 'nothing of it stays');
  await w.house.db.writer.raw('PRAGMA max_page_count = 1073741823');
  t.regex(await deliver(w.port, 'a@kuzey.example', to, mail('after', 400)), /^250/);
});

test('a locked database answers 451, never 250', async (t) => {
  const w = await openHouse(t);
  const blocker = await w.house.db.writer.transaction();
  const held = setTimeout(() => void blocker.rollback(), 11_000);
  const started = performance.now();
  t.regex(await deliver(w.port, 'a@kuzey.example', to, mail('waits', 1)), /^451 4\.3\.0/);
  t.true(performance.now() - started < 11_000);
  clearTimeout(held);
  await blocker.rollback();
  t.is((await w.arrivals()).length, 0);
});

test('mails of many sessions share one wait for the disk', async (t) => {
  const w = await openHouse(t);
  const peers = await Promise.all(Array.from({ length: 20 }, () => dialogue(w.port)));
  for (const peer of peers) {
    await peer.hear();
    await peer.say('EHLO x.example');
    await peer.say('MAIL FROM:<a@kuzey.example>');
    await peer.say(`RCPT TO:<${to[0]}>`);
    await peer.say('DATA');
  }
  let commits = 0;
  const { writeAlone } = w.house.db;
  w.house.db.writeAlone = (sql, values) => {
    commits++;
    return writeAlone(sql, values);
  };
  for (const [n, peer] of peers.entries()) peer.send(stuffed(mail(`shared ${n}`, 4)));
  const answers = await Promise.all(peers.map((peer) => peer.hear()));
  t.true(answers.every((answer) => answer.startsWith('250')));
  t.true(commits > 0 && commits < 12, `${commits} commits for 20 mails`);
  t.is(Number(((await w.in(() => db()('arrivals').count('* as n').first())) as { n: number }).n), 20);
  for (const peer of peers) peer.end();
});

test('a mail of many megabytes comes out as it went in', async (t) => {
  const w = await openHouse(t);
  const big = mail('big', 12_000);
  t.regex(await deliver(w.port, 'a@kuzey.example', to, big), /^250/);
  const [arrival] = await w.arrivals();
  t.true(arrival?.raw === big);
});

for (const engine of ['better-sqlite3', 'postgres'] as const)
  test(`mail is kept on ${engine} as well`, async (t) => {
    const w = await openHouse(t, {}, { engine });
    const mails = Array.from({ length: 12 }, (_, n) => mail(`on ${engine} ${n}`, n * 100));
    const answers = await Promise.all(mails.map((each) => deliver(w.port, 'ayşe@kuzey.example', to, each)));
    t.true(
      answers.every((answer) => answer.startsWith('250')),
      answers.join('\n'),
    );
    t.deepEqual((await w.arrivals()).map((arrival) => arrival.raw).sort(), [...mails].sort());
  });
