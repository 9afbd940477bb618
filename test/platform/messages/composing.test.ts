import test from 'ava';
import { simpleParser } from 'mailparser';
import { work } from '#kernel/command.ts';
import type { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type NewDocument, putDocument } from '#platform/files/api.ts';
import { draftAgain, draftAnswer, draftForward } from '#platform/messages/composing/answer.ts';
import type { SendInput } from '#platform/messages/composing/input.ts';
import { type MessageDraft, fileMessages } from '#platform/messages/filing.ts';
import { messageIdOf, messageOfMessageId } from '#platform/messages/identity.ts';
import { answerSubject, forwardSubject, plainSubject } from '#platform/messages/subject.ts';
import { headerOf } from '#test/support/sink.ts';
import { type PostOffice, postOffice, SALES } from '#test/support/post-office.ts';
import { ENGINES } from '#test/support/world.ts';

async function refused(office: PostOffice, input: SendInput, actor = office.people.as(office.people.mehmet)): Promise<Fault> {
  try {
    await office.send(input, actor);
  } catch (error) {
    return error as Fault;
  }
  throw new Error(`Not refused: ${JSON.stringify(input)}`);
}

test.serial('what cannot be sent is refused with its place and what to do', async (t) => {
  const office = await postOffice(t);
  const cases: [SendInput, string, string][] = [
    [{ to: [] }, 'message.nobody', 'to'],
    [{ to: ['nobody'] }, 'message.address', 'to.0'],
    [{ to: ['a@b.example', 'x y@z.example'] }, 'message.address', 'to.1'],
    [{ to: ['a@sunucu'] }, 'message.address', 'to.0'],
    [{ to: ['a@b.example'], cc: ['ışık@zolc.example'] }, 'message.address', 'cc.0'],
    [{ to: ['a@b.example\r\nBcc: x@y.example'] }, 'message.address', 'to.0'],
    [{ to: [{ name: 'x\r\nBcc: y@z.example', address: 'a@b.example' }] }, 'message.address', 'to.0'],
    [{ to: [{ address: 'a@b.example>\r\nRCPT TO:<x@y.example' }] }, 'message.address', 'to.0'],
    [{ to: ['a@b.example, c@d.example'] }, 'message.address', 'to.0'],
    [{ to: ['Takım: a@b.example;'] }, 'message.address', 'to.0'],
    [{ to: ['a@[127.0.0.1]'] }, 'message.address', 'to.0'],
    [{ to: ['a@1.2.3.4'] }, 'message.address', 'to.0'],
    [{ to: ['a..b@c.example'] }, 'message.address', 'to.0'],
    [{ to: [`${'a'.repeat(65)}@c.example`] }, 'message.address', 'to.0'],
    [{ to: [{ entity: 'person', id: newId() }] }, 'message.address', 'to.0'],
    [{ to: ['a@b.example'], subject: 'x\r\nBcc: y@z.example' }, 'message.invalid', 'subject'],
    [{ to: ['a@b.example'], attachments: [newId()] }, 'message.attachment', 'attachments.0'],
    [{ to: ['a@b.example'], from: office.ayse.mailboxId }, 'message.sender', 'from'],
    [{ to: ['a@b.example'], from: newId() }, 'message.sender', 'from'],
    [{ to: ['a@b.example'], sendAt: '2030-01-01T00:00:00Z' }, 'message.sendAt', 'sendAt'],
    [{ to: ['a@b.example'], sendAt: 'tomorrow' }, 'message.invalid', 'sendAt'],
  ];
  for (const [input, code, path] of cases) {
    const fault = await refused(office, input);
    t.is(fault.code, code, JSON.stringify(input));
    t.is(fault.facts.errors?.[0]?.path, path, JSON.stringify(input));
  }
  t.is((await refused(office, { to: ['a@b.example'], inReplyTo: newId() })).kind, 'missing');
  t.is((await refused(office, { to: ['a@b.example'], from: null }, office.people.as(office.people.isil))).kind, 'forbidden');
  t.deepEqual(await office.rows('messages'), []);
  t.deepEqual(await office.rows('sequences').catch(() => []), []);
});

test.serial('documents go along unchanged and stand on the message; too many bytes are refused', async (t) => {
  const office = await postOffice(t);
  const { w, people, sink, send, rows } = office;
  const bring = (given: NewDocument) => w.in(() => work('test', () => putDocument({ ...given, broughtBy: people.mehmet.id })));
  const offer = await bring({ name: 'Teklif – Işık Gıda.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 içerik') });
  const logo = await bring({ name: 'logo.png', type: 'image/png', bytes: Buffer.from('\x89PNG') });
  const id = await send({
    to: ['ewa@zolc.example'],
    html: `<p onclick="x()">Merhaba <img src="/api/documents/${logo.id}/content"> <img src="data:image/gif;base64,R0lGODlh"> <script>alert(1)</script><img src="/etc/passwd"></p>`,
    attachments: [offer.id],
  });
  await w.settle();
  const parsed = await simpleParser(sink.mails[0]?.raw as Buffer);
  t.deepEqual(parsed.attachments.map((each) => [each.filename, each.related === true]), [
    ['logo.png', true],
    [parsed.attachments[1]?.filename, true],
    ['Teklif – Işık Gıda.pdf', false],
  ]);
  t.deepEqual(parsed.attachments[2]?.content, Buffer.from('%PDF-1.7 içerik'));
  const [message] = await rows('messages');
  t.notRegex(message?.html, /script|onclick|passwd/);
  t.regex(message?.html, new RegExp(`src="cid:${logo.id.toLowerCase()}@marmarapack.example"`));
  t.is(message?.text, 'Merhaba');
  const documents = (await rows('documents')).filter((row) => row.ownerId === id);
  t.deepEqual(documents.map((row) => [row.part, row.name.slice(-4), Boolean(row.inline)]), [
    [0, '.png', true],
    [1, '.gif', true],
    [2, '.pdf', false],
  ]);
  const huge = await bring({ name: 'film.mp4', type: 'video/mp4', bytes: Buffer.alloc(26 * 1024 * 1024) });
  const fault = await refused(office, { to: ['ewa@zolc.example'], attachments: [huge.id] });
  t.is(fault.code, 'message.tooLarge');
  t.is(fault.kind, 'limited');
  const foreign = await w.in(() => work('test', () => putDocument({ name: 'gizli.pdf', type: 'application/pdf', bytes: Buffer.from('x'), broughtBy: people.zofia.id })));
  t.is((await refused(office, { to: ['ewa@zolc.example'], attachments: [foreign.id] })).code, 'message.attachment');
});

test.serial('nobody stands twice, and the first place counts', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({ to: ['Ewa <EWA@zolc.example>', 'ewa@ZOLC.example'], cc: ['ewa@zolc.example', 'jan@zolc.example'], bcc: ['jan@zolc.example'] });
  await w.settle();
  t.deepEqual((await rows('recipients')).map((row) => [row.role, row.address]), [
    ['to', 'EWA@zolc.example'],
    ['cc', 'jan@zolc.example'],
  ]);
  t.is(headerOf(sink.mails[0]?.raw as Buffer, 'to'), 'Ewa <EWA@zolc.example>');
});

for (const engine of ENGINES)
  test.serial(`an answer names what it answers, and goes in its thread (${engine})`, async (t) => {
    const { w, people, sink, send, placed } = await postOffice(t, { engine });
    const received = await w.in(() => work('test', () => fileMessages([incoming({ threadId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' })])));
    const id = received[0]?.id as string;
    const draft = await w.in(() => draftAnswer(id, true, people.as(people.mehmet)));
    t.is(draft.subject, 'Ynt: Sipariş 42');
    t.deepEqual(draft.to, [{ name: 'Ewa Nowak', address: 'ewa@zolc.example' }]);
    t.deepEqual(draft.cc, [{ name: 'Jan', address: 'jan@zolc.example' }]);
    t.is(draft.from?.id, SALES.mailboxId);
    t.regex(draft.text, /^\n\n-- \nMarmara Pack A\.Ş\.\nBursa\n\nEwa Nowak <ewa@zolc\.example>, 24 Kasım 2026 .*11:00.* tarihinde şunları yazdı:\n> Dzień dobry\n>> wcześniej\n$/);
    await send({ to: draft.to, cc: draft.cc, subject: draft.subject, text: `Tamam${draft.text}`, html: `<p>Tamam</p>${draft.html}`, inReplyTo: draft.inReplyTo }, people.as(people.mehmet));
    await w.settle();
    const raw = sink.mails[0]?.raw as Buffer;
    t.is(headerOf(raw, 'in-reply-to'), '<siparis42@zolc.example>');
    t.is(headerOf(raw, 'references'), '<onceki@zolc.example> <siparis42@zolc.example>');
    t.is(placed[0]?.threadId, '01HZZZZZZZZZZZZZZZZZZZZZZZ');
    t.is(placed[0]?.message.answersId, id);
  });

test.serial('a forward carries the original with its head and its documents, in the language of who writes', async (t) => {
  const { w, people } = await postOffice(t);
  const [received] = await w.in(() => work('test', () => fileMessages([incoming({})])));
  const draft = await w.in(() => draftForward(received?.id as string, people.as(people.zofia)));
  t.is(draft.subject, 'PD: Sipariş 42');
  t.is(draft.inReplyTo, null);
  t.is(draft.forwardOf, received?.id as string);
  t.regex(draft.text, /Wiadomość przekazana dalej[\s\S]*Od: Ewa Nowak <ewa@zolc\.example>[\s\S]*Temat: RE: Sipariş 42[\s\S]*Dzień dobry/);
});

test.serial('a mail of ours answered by ourselves goes to whom it went; one called back is written on', async (t) => {
  const { w, people, send } = await postOffice(t);
  const id = await send({ to: ['Ewa <ewa@zolc.example>'], cc: ['jan@zolc.example'], text: 'İlk' });
  const answer = await w.in(() => draftAnswer(id, false, people.as(people.mehmet)));
  t.deepEqual(answer.to, [{ name: 'Ewa', address: 'ewa@zolc.example' }]);
  const again = await w.in(() => draftAgain(id, people.as(people.mehmet)));
  t.like(again, { subject: 'Fiyat teklifi', text: 'İlk', to: [{ name: 'Ewa', address: 'ewa@zolc.example' }], cc: [{ name: '', address: 'jan@zolc.example' }] });
});

test('prefixes of all languages are one prefix, and words that look like one stay', (t) => {
  for (const subject of ['RE: Teklif', 'Ynt: Teklif', 'YNT : Teklif', 'İLT: Teklif', 'ilt: Teklif', 'Odp: Teklif', 'PD: Re: FW: Teklif', 'AW: WG: Teklif', 'Re[2]: Teklif', 'Re (3): Fwd: Teklif', 'SV: VB: Teklif', 'Re：Teklif'])
    t.is(plainSubject(subject), 'Teklif', subject);
  for (const subject of ['Sipariş: 42', 'Rapor: Ekim', 'Teklif', 'https://x.example', 'Işık: Teklif']) t.is(plainSubject(subject), subject);
  t.is(answerSubject('Odp: Teklif', 'tr'), 'Ynt: Teklif');
  t.is(answerSubject('Teklif', 'pl'), 'Odp: Teklif');
  t.is(forwardSubject('RE: Teklif', 'tr'), 'İlt: Teklif');
  t.is(forwardSubject('', 'en'), 'Fwd:');
});

test.serial('a Message-ID of ours leads to its message; a made-up one leads nowhere', async (t) => {
  const { w } = await postOffice(t);
  await w.in(async () => {
    const id = newId();
    const messageId = await messageIdOf(id, 'marmarapack.example');
    t.is(await messageOfMessageId(messageId), id);
    t.is(await messageOfMessageId(`<${messageId.toLowerCase()}>`), id);
    t.is(await messageOfMessageId(messageId.replace(/\.(.)/, (_all, letter: string) => `.${letter === 'a' ? 'b' : 'a'}`)), null);
    t.is(await messageOfMessageId(`${newId()}.${messageId.split('.')[1]}`), null);
    t.is(await messageOfMessageId('CAF+x@mail.gmail.com'), null);
  });
});

test.serial('register numbers have no gaps, and begin anew with the company’s year', async (t) => {
  const { w, rows } = await postOffice(t, { at: '2026-12-31T20:59:00.000Z' });
  const file = (drafts: MessageDraft[]) => w.in(() => work('test', () => fileMessages(drafts)));
  await file([incoming({}), incoming({ kind: 'bounce', registered: false }), incoming({})]);
  await t.throwsAsync(w.in(() => work('test', async () => {
    await fileMessages([incoming({})]);
    throw new Error('rolled back');
  })));
  await file([incoming({})]);
  w.clock.advance(2 * 60_000);
  await file([incoming({}), incoming({})]);
  t.deepEqual((await rows('messages')).map((row) => row.registerNumber), ['IN 2026/1', null, 'IN 2026/2', 'IN 2026/3', 'IN 2027/1', 'IN 2027/2']);
});

function incoming(given: Partial<MessageDraft>): MessageDraft {
  return {
    direction: 'in',
    kind: 'mail',
    mailboxId: SALES.mailboxId,
    threadId: newId(),
    registered: true,
    subject: 'RE: Sipariş 42',
    parties: [
      { role: 'from', name: 'Ewa Nowak', address: 'ewa@zolc.example' },
      { role: 'to', name: 'Satış', address: SALES.address },
      { role: 'cc', name: 'Jan', address: 'jan@zolc.example' },
      { role: 'cc', name: '', address: 'ewa@zolc.example' },
    ],
    text: 'Dzień dobry\n> wcześniej\n',
    html: null,
    messageId: 'siparis42@zolc.example',
    inReplyTo: 'onceki@zolc.example',
    referenceIds: ['onceki@zolc.example'],
    rawBlobId: null,
    size: 100,
    sha256: '0'.repeat(64),
    sameHash: '0'.repeat(64),
    at: '2026-11-24T08:00:00.000Z',
    receivedAt: '2026-11-24T08:00:00.000Z',
    ...given,
  };
}
