import test, { type ExecutionContext } from 'ava';
import { openMailDoor } from '#doors/smtp/door.ts';
import { LIMITS } from '#doors/smtp/limits.ts';
import { addMember } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { type Cast, cast, PASSWORD } from '#test/support/cast.ts';
import { type Mailroom, mailroom } from '../../features/mailroom/mailroom.ts';
import { type Dialogue, dialogue, stuffed } from './dialogue.ts';

async function stage(t: ExecutionContext): Promise<{ m: Mailroom; people: Cast; port: number }> {
  const m = await mailroom(t);
  const people = await cast(m);
  await m.in(() => run(addMember, { id: m.satis, userId: people.mehmet.id }, systemActor()));
  const door = await openMailDoor(m.config, { ...LIMITS, closeMs: 300 });
  await door.open(m.house);
  t.teardown(() => door.close());
  return { m, people, port: door.submissionPort };
}

async function encrypted(port: number): Promise<Dialogue> {
  const peer = await dialogue(port);
  await peer.hear();
  await peer.say('EHLO laptop.example');
  await peer.say('STARTTLS');
  await peer.encrypt();
  return peer;
}

const plain = (email: string, password: string) =>
  `AUTH PLAIN ${Buffer.from(`\0${email}\0${password}`).toString('base64')}`;
const mail = (from: string) =>
  `From: ${from}\r\nTo: Jan <jan@lodz.example>\r\nSubject: Teklifimiz\r\nMessage-ID: <mine@laptop>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMerhaba Jan\r\n`;

async function handIn(peer: Dialogue, from: string, to = ['jan@lodz.example']): Promise<string> {
  await peer.say('MAIL FROM:<mehmet@marmarapack.example>');
  for (const each of to) await peer.say(`RCPT TO:<${each}>`);
  await peer.say('DATA');
  peer.send(stuffed(mail(from)));
  return peer.hear();
}

test('nothing is said of signing in, and nothing taken, before the connection is encrypted', async (t) => {
  const { port } = await stage(t);
  const peer = await dialogue(port);
  await peer.hear();
  t.false((await peer.say('EHLO laptop.example')).includes('AUTH'));
  t.regex(await peer.say(plain('mehmet@marmarapack.example', PASSWORD)), /^5/);
  t.regex(await peer.say('MAIL FROM:<mehmet@marmarapack.example>'), /^530 5\.7\.0/);
  peer.end();
});

test('who signs in sends from the own mailbox, registered and frozen like every mail', async (t) => {
  const { m, port } = await stage(t);
  const peer = await encrypted(port);
  t.regex(await peer.say('EHLO laptop.example'), /AUTH PLAIN LOGIN/);
  t.regex(await peer.say('MAIL FROM:<mehmet@marmarapack.example>'), /^530 5\.7\.0/);
  t.regex(await peer.say(plain('mehmet@marmarapack.example', 'yanlış')), /^535 5\.7\.8/);
  t.regex(await peer.say(plain('mehmet@marmarapack.example', PASSWORD)), /^235/);
  t.regex(
    await handIn(peer, 'Mehmet <satis@marmarapack.example>', ['jan@lodz.example', 'gizli@lodz.example']),
    /^250 2\.6\.0/,
  );
  const [message] = await m.messages();
  t.like(message, {
    direction: 'out',
    registerNumber: 'OUT 2026/1',
    mailboxId: m.satis,
    subject: 'Teklifimiz',
    fromAddress: 'satis@marmarapack.example',
  });
  const rows = (await m.in(() => db()('recipients').orderBy('address').select('address', 'role'))) as {
    address: string;
    role: string;
  }[];
  t.deepEqual(rows, [
    { address: 'gizli@lodz.example', role: 'bcc' },
    { address: 'jan@lodz.example', role: 'to' },
  ]);
  peer.end();
});

test('nobody sends as somebody else', async (t) => {
  const { m, port } = await stage(t);
  const peer = await encrypted(port);
  await peer.say('EHLO laptop.example');
  await peer.say(plain('mehmet@marmarapack.example', PASSWORD));
  for (const from of ['destek@marmarapack.example', 'ayse@marmarapack.example', 'x@elsewhere.example'])
    t.regex(await handIn(peer, from), /^550 5\.7\.1/, from);
  t.is((await m.messages()).length, 0);
  peer.end();
});

test('guessing a password ends in waiting', async (t) => {
  const { port } = await stage(t);
  let last = '';
  for (let tries = 0; tries < 11; tries++) {
    const peer = await encrypted(port);
    await peer.say('EHLO laptop.example');
    last = await peer.say(plain('mehmet@marmarapack.example', `tahmin ${tries}`));
    peer.end();
  }
  t.regex(last, /^454 4\.7\.0/);
});
