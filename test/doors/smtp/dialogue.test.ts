import test from 'ava';
import { openMailDoor } from '#doors/smtp/door.ts';
import { world } from '#test/support/world.ts';
import { type Dialogue, deliver, dialogue, stuffed } from './dialogue.ts';
import { openHouse } from './house.ts';

const MAIL =
  'From: Ayşe <ayse@kuzey.example>\r\nSubject: Teklif\r\nMessage-ID: <1@kuzey.example>\r\n\r\nMerhaba\r\n.\r\nSelamlar\r\n';

async function greeted(port: number): Promise<Dialogue> {
  const peer = await dialogue(port);
  await peer.hear();
  await peer.say('EHLO mail.kuzey.example');
  return peer;
}

test('it greets at once and names what it can', async (t) => {
  const { port } = await openHouse(t);
  // The quickest of several: a pause that is built in would slow every one, a busy machine only some.
  let quickest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 8; n++) {
    const started = performance.now();
    const other = await dialogue(port);
    await other.hear();
    quickest = Math.min(quickest, performance.now() - started);
    other.end();
  }
  t.true(quickest < 90, 'no pause before the greeting');
  const peer = await dialogue(port);
  t.regex(await peer.hear(), /^220 \S+ ESMTP/);
  const offered = await peer.say('EHLO mail.kuzey.example');
  for (const extension of [
    'SIZE 52428800',
    '8BITMIME',
    'SMTPUTF8',
    'PIPELINING',
    'ENHANCEDSTATUSCODES',
    'STARTTLS',
  ])
    t.true(offered.includes(extension), extension);
  t.false(offered.includes('AUTH'));
  peer.end();
});

test('a mail is answered with its arrival once it is on disk, byte for byte', async (t) => {
  const w = await openHouse(t);
  const reply = await deliver(w.port, 'ayse@kuzey.example', ['satis@marmarapack.example'], Buffer.from(MAIL));
  const [arrival] = await w.arrivals();
  t.is(reply, `250 2.6.0 Kept as ${arrival?.id}`);
  t.is(arrival?.raw, Buffer.from(MAIL).toString('latin1'));
  t.like(arrival?.envelope, {
    from: 'ayse@kuzey.example',
    to: ['satis@marmarapack.example'],
    peer: '127.0.0.1',
    greeting: 'mail.kuzey.example',
    protocol: 'ESMTP',
    tls: null,
  });
});

test('only addresses of the house are taken, in the words of RFC 3463', async (t) => {
  const w = await openHouse(t);
  const peer = await greeted(w.port);
  await peer.say('MAIL FROM:<ayse@kuzey.example> SIZE=1000 BODY=8BITMIME SMTPUTF8');
  const answers: [string, RegExp][] = [
    ['satis@marmarapack.example', /^250 2\.1\.5/],
    ['SATIS@MarmaraPack.example', /^250/],
    ['satis+fuar@marmarapack.example', /^250/],
    ['postmaster', /^250/],
    ['postmaster@marmarapack.example', /^250/],
    ['abuse@marmarapack.example', /^250/],
    ['yok@marmarapack.example', /^550 5\.1\.1 /],
    ['bounce+madeup@marmarapack.example', /^550 5\.1\.1 /],
    ['reply+01ARZ3NDEKTSV4RRFFQ69G5FAV.0011223344556677@marmarapack.example', /^550 5\.1\.1 /],
    ['jan@elsewhere.example', /^550 5\.7\.1 /],
    ['postmaster@elsewhere.example', /^550 5\.7\.1 /],
    ['jan%elsewhere.example@marmarapack.example', /^550 5\.1\.1 /],
    ['"jan@elsewhere.example"@marmarapack.example', /^(501|550) 5\./],
  ];
  for (const [address, expected] of answers)
    t.regex(await peer.say(`RCPT TO:<${address}>`), expected, address);
  peer.end();
});

test('a report has no sender and is taken', async (t) => {
  const w = await openHouse(t);
  t.regex(await deliver(w.port, '', ['satis@marmarapack.example'], MAIL), /^250 2\.6\.0/);
});

test('what is too big is refused when it says so, and when it only turns out so', async (t) => {
  const w = await openHouse(t, { mailBytes: 10_000 });
  const peer = await greeted(w.port);
  t.regex(await peer.say('MAIL FROM:<a@kuzey.example> SIZE=10001'), /^552 5\.3\.4/);
  await peer.say('MAIL FROM:<a@kuzey.example>');
  await peer.say('RCPT TO:<satis@marmarapack.example>');
  await peer.say('DATA');
  peer.send(`Subject: x\r\n\r\n${'0123456789\r\n'.repeat(10_000)}`);
  peer.send('.\r\n');
  t.regex(await peer.hear(), /^552 5\.3\.4/);
  t.regex(await peer.say('NOOP'), /^250/, 'the conversation goes on');
  t.is((await w.arrivals()).length, 0);
  peer.end();
});

test('a header without end is no way around the limit', async (t) => {
  const w = await openHouse(t, { mailBytes: 100_000 });
  const reply = await deliver(
    w.port,
    'a@kuzey.example',
    ['satis@marmarapack.example'],
    `X-Long: ${'a'.repeat(300_000)}\r\n`,
  );
  t.regex(reply, /^552 5\.3\.4/);
});

test('a mail that goes round in a loop is refused', async (t) => {
  const w = await openHouse(t);
  const hop = 'Received: from a.example by b.example; Tue, 24 Nov 2026 08:00:00 +0000\r\n';
  const to = ['satis@marmarapack.example'];
  t.regex(await deliver(w.port, 'a@kuzey.example', to, `${hop.repeat(51)}\r\nx\r\n`), /^554 5\.4\.6/);
  t.regex(await deliver(w.port, 'a@kuzey.example', to, `${hop.repeat(50)}\r\nx\r\n`), /^250/);
  t.regex(
    await deliver(w.port, 'a@kuzey.example', to, `Subject: x\r\n\r\n${hop.repeat(60)}`),
    /^250/,
    'lines of the body do not count',
  );
});

test('smuggled mails are refused in the dialogue and what follows is not taken for commands', async (t) => {
  const w = await openHouse(t);
  for (const end of ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r']) {
    const peer = await greeted(w.port);
    await peer.say('MAIL FROM:<a@kuzey.example>');
    await peer.say('RCPT TO:<satis@marmarapack.example>');
    await peer.say('DATA');
    peer.send(
      `Subject: one\r\n\r\nx${end}MAIL FROM:<admin@marmarapack.example>\r\nRCPT TO:<satis@marmarapack.example>\r\nDATA\r\nSubject: two\r\n\r\ny\r\n.\r\n`,
    );
    t.regex(await peer.hear(), /^550 5\.6\.0/, JSON.stringify(end));
    t.regex(await peer.say('NOOP'), /^250/, 'nothing else was answered');
    peer.end();
  }
  t.is((await w.arrivals()).length, 0);
});

test('a command that ends with a bare LF ends the conversation', async (t) => {
  const w = await openHouse(t);
  const peer = await greeted(w.port);
  peer.send('MAIL FROM:<a@kuzey.example>\nRCPT TO:<satis@marmarapack.example>\r\n');
  t.regex(await peer.hear(), /^500 5\.5\.2/);
  await peer.closed;
});

test('commands may come in one packet, the mail with them', async (t) => {
  const w = await openHouse(t);
  const peer = await greeted(w.port);
  const one = (n: number) =>
    `MAIL FROM:<a@kuzey.example>\r\nRCPT TO:<satis@marmarapack.example>\r\nRCPT TO:<yok@marmarapack.example>\r\nDATA\r\n${stuffed(`Subject: ${n}\r\n\r\n.x\r\n`).toString()}`;
  peer.send(`${one(1)}${one(2)}QUIT\r\n`);
  const codes: string[] = [];
  for (let n = 0; n < 11; n++) codes.push((await peer.hear()).slice(0, 3));
  t.deepEqual(codes, ['250', '250', '550', '354', '250', '250', '250', '550', '354', '250', '221']);
  t.deepEqual(
    (await w.arrivals()).map((arrival) => arrival.raw),
    ['Subject: 1\r\n\r\n.x\r\n', 'Subject: 2\r\n\r\n.x\r\n'],
  );
});

test('who talks before the greeting is shown out', async (t) => {
  const w = await openHouse(t);
  const peer = await dialogue(w.port);
  peer.send('EHLO spam.example\r\nMAIL FROM:<a@b.example>\r\n');
  const first = await peer.hear();
  // Bytes that reach the machine after the greeting are no early talk: both are right, serving it as a stranger is not.
  if (first.startsWith('554')) await peer.closed;
  t.regex(first, /^(554 5\.5\.1|220 )/);
  peer.end();
});

test('more recipients than a mail may have are put off', async (t) => {
  const w = await openHouse(t, { recipients: 3 });
  const peer = await greeted(w.port);
  await peer.say('MAIL FROM:<a@kuzey.example>');
  for (let n = 0; n < 3; n++) t.regex(await peer.say(`RCPT TO:<satis+${n}@marmarapack.example>`), /^250/);
  t.regex(await peer.say('RCPT TO:<satis+3@marmarapack.example>'), /^452 4\.5\.3/);
  peer.end();
});

test('who guesses addresses is sent away', async (t) => {
  const w = await openHouse(t, { unknownRecipients: 5 });
  const peer = await greeted(w.port);
  await peer.say('MAIL FROM:<a@kuzey.example>');
  for (let n = 0; n < 5; n++)
    t.regex(await peer.say(`RCPT TO:<guess${n}@marmarapack.example>`), /^550 5\.1\.1/);
  t.regex(await peer.say('RCPT TO:<guess6@marmarapack.example>'), /^421 4\.7\.0/);
  await peer.closed;
});

test('it encrypts with a key of its own that stays the same', async (t) => {
  const w = await openHouse(t);
  const fingerprints: string[] = [];
  for (let n = 0; n < 2; n++) {
    const peer = await greeted(w.port);
    t.regex(await peer.say('STARTTLS'), /^220/);
    const secure = await peer.encrypt();
    const certificate = secure.getPeerX509Certificate();
    t.is(certificate?.checkHost('marmarapack.example'), 'marmarapack.example');
    fingerprints.push(certificate?.fingerprint256 ?? '');
    t.regex(await peer.say('MAIL FROM:<a@kuzey.example>'), /^503/, 'nothing said before counts any more');
    await peer.say('EHLO mail.kuzey.example');
    await peer.say('MAIL FROM:<a@kuzey.example>');
    await peer.say('RCPT TO:<satis@marmarapack.example>');
    await peer.say('DATA');
    peer.send(stuffed(MAIL));
    t.regex(await peer.hear(), /^250/);
    peer.end();
  }
  t.is(fingerprints[0], fingerprints[1]);
  const [arrival] = await w.arrivals();
  t.like(arrival?.envelope, { protocol: 'ESMTPS' });
  t.regex(String(arrival?.envelope.tls), /^TLSv1\.[23] /);
});

test('commands sent in clear behind STARTTLS are forgotten', async (t) => {
  const w = await openHouse(t);
  const peer = await greeted(w.port);
  peer.send('STARTTLS\r\nMAIL FROM:<smuggled@kuzey.example>\r\n');
  t.regex(await peer.hear(), /^220/);
  await peer.encrypt();
  await peer.say('EHLO mail.kuzey.example');
  t.regex(await peer.say('RCPT TO:<satis@marmarapack.example>'), /^503/);
  peer.end();
});

test('before the house stands everybody is told to come back', async (t) => {
  const w = await world(t);
  const door = await openMailDoor(w.config);
  const early = await dialogue(door.port);
  t.regex(await early.hear(), /^421 4\.3\.2/);
  await early.closed;
  await door.open(w.house);
  const later = await dialogue(door.port);
  t.regex(await later.hear(), /^220/);
  later.end();
  await door.close();
});

test('a silent peer is sent away', async (t) => {
  const w = await openHouse(t, { idleMs: 150 });
  const peer = await greeted(w.port);
  t.regex(await peer.hear(), /^421 4\.4\.2/);
  await peer.closed;
});

test('too much mail at once is put off, not kept in memory', async (t) => {
  const w = await openHouse(t, { heldBytes: 50_000 });
  const to = ['satis@marmarapack.example'];
  t.regex(
    await deliver(w.port, 'a@kuzey.example', to, `Subject: x\r\n\r\n${'x'.repeat(60_000)}\r\n`),
    /^452 4\.3\.1/,
  );
  t.regex(
    await deliver(w.port, 'a@kuzey.example', to, `Subject: x\r\n\r\n${'x'.repeat(40_000)}\r\n`),
    /^250/,
    'and there is room again',
  );
});
