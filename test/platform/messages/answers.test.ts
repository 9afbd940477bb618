import test from 'ava';
import { work } from '#kernel/command.ts';
import { newId } from '#kernel/ids.ts';
import { draftAgain, draftAnswer, draftForward } from '#platform/messages/composing/answer.ts';
import { fileMessages, type MessageDraft } from '#platform/messages/filing.ts';
import { messageIdOf, messageOfMessageId } from '#platform/messages/identity.ts';
import { answerSubject, forwardSubject, plainSubject } from '#platform/messages/subject.ts';
import { postOffice, SALES } from '#test/support/post-office.ts';
import { headerOf } from '#test/support/sink.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES)
  test.serial(`an answer names what it answers, and goes in its thread (${engine})`, async (t) => {
    const { w, people, sink, send, placed } = await postOffice(t, { engine });
    const received = await w.in(() =>
      work('test', () => fileMessages([incoming({ threadId: '01HZZZZZZZZZZZZZZZZZZZZZZZ' })])),
    );
    const id = received[0]?.id as string;
    const draft = await w.in(() => draftAnswer(id, true, people.as(people.mehmet)));
    t.is(draft.subject, 'Ynt: Sipariş 42');
    t.deepEqual(draft.to, [{ name: 'Ewa Nowak', address: 'ewa@zolc.example' }]);
    t.deepEqual(draft.cc, [{ name: 'Jan', address: 'jan@zolc.example' }]);
    t.is(draft.from?.id, SALES.mailboxId);
    t.regex(
      draft.text,
      /^\n\n-- \nMarmara Pack A\.Ş\.\nBursa\n\nEwa Nowak <ewa@zolc\.example>, 24 Kasım 2026 .*11:00.* tarihinde şunları yazdı:\n> Dzień dobry\n>> wcześniej\n$/,
    );
    await send(
      {
        to: draft.to,
        cc: draft.cc,
        subject: draft.subject,
        text: `Tamam${draft.text}`,
        html: `<p>Tamam</p>${draft.html}`,
        inReplyTo: draft.inReplyTo,
      },
      people.as(people.mehmet),
    );
    await w.settle();
    const raw = sink.mails[0]?.raw as Buffer;
    t.is(headerOf(raw, 'in-reply-to'), '<siparis42@zolc.example>');
    t.is(headerOf(raw, 'references'), '<onceki@zolc.example> <siparis42@zolc.example>');
    t.is(placed[0]?.threadId, '01HZZZZZZZZZZZZZZZZZZZZZZZ');
    t.is(placed[0]?.message.answersId, id);
  });

test.serial(
  'a forward carries the original with its head and its documents, in the language of who writes',
  async (t) => {
    const { w, people } = await postOffice(t);
    const [received] = await w.in(() => work('test', () => fileMessages([incoming({})])));
    const draft = await w.in(() => draftForward(received?.id as string, people.as(people.zofia)));
    t.is(draft.subject, 'PD: Sipariş 42');
    t.is(draft.inReplyTo, null);
    t.is(draft.forwardOf, received?.id as string);
    t.regex(
      draft.text,
      /Wiadomość przekazana dalej[\s\S]*Od: Ewa Nowak <ewa@zolc\.example>[\s\S]*Temat: RE: Sipariş 42[\s\S]*Dzień dobry/,
    );
  },
);

test.serial(
  'a mail of ours answered by ourselves goes to whom it went; one called back is written on',
  async (t) => {
    const { w, people, send } = await postOffice(t);
    const id = await send({ to: ['Ewa <ewa@zolc.example>'], cc: ['jan@zolc.example'], text: 'İlk' });
    const answer = await w.in(() => draftAnswer(id, false, people.as(people.mehmet)));
    t.deepEqual(answer.to, [{ name: 'Ewa', address: 'ewa@zolc.example' }]);
    const again = await w.in(() => draftAgain(id, people.as(people.mehmet)));
    t.like(again, {
      subject: 'Fiyat teklifi',
      text: 'İlk',
      to: [{ name: 'Ewa', address: 'ewa@zolc.example' }],
      cc: [{ name: '', address: 'jan@zolc.example' }],
    });
  },
);

test('prefixes of all languages are one prefix, and words that look like one stay', (t) => {
  for (const subject of [
    'RE: Teklif',
    'Ynt: Teklif',
    'YNT : Teklif',
    'İLT: Teklif',
    'ilt: Teklif',
    'Odp: Teklif',
    'PD: Re: FW: Teklif',
    'AW: WG: Teklif',
    'Re[2]: Teklif',
    'Re (3): Fwd: Teklif',
    'SV: VB: Teklif',
    'Re：Teklif',
  ])
    t.is(plainSubject(subject), 'Teklif', subject);
  for (const subject of ['Sipariş: 42', 'Rapor: Ekim', 'Teklif', 'https://x.example', 'Işık: Teklif'])
    t.is(plainSubject(subject), subject);
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
    t.is(
      await messageOfMessageId(
        messageId.replace(/\.(.)/, (_all, letter: string) => `.${letter === 'a' ? 'b' : 'a'}`),
      ),
      null,
    );
    t.is(await messageOfMessageId(`${newId()}.${messageId.split('.')[1]}`), null);
    t.is(await messageOfMessageId('CAF+x@mail.gmail.com'), null);
  });
});

test.serial('register numbers have no gaps, and begin anew with the company’s year', async (t) => {
  const { w, rows } = await postOffice(t, { at: '2026-12-31T20:59:00.000Z' });
  const file = (drafts: MessageDraft[]) => w.in(() => work('test', () => fileMessages(drafts)));
  await file([incoming({}), incoming({ kind: 'bounce', registered: false }), incoming({})]);
  await t.throwsAsync(
    w.in(() =>
      work('test', async () => {
        await fileMessages([incoming({})]);
        throw new Error('rolled back');
      }),
    ),
  );
  await file([incoming({})]);
  w.clock.advance(2 * 60_000);
  await file([incoming({}), incoming({})]);
  t.deepEqual(
    (await rows('messages')).map((row) => row.registerNumber),
    ['IN 2026/1', null, 'IN 2026/2', 'IN 2026/3', 'IN 2027/1', 'IN 2027/2'],
  );
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
