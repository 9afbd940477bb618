import test from 'ava';
import { simpleParser } from 'mailparser';
import { safeHtml } from '#features/mailroom/reading/html.ts';
import { work } from '#kernel/command.ts';
import type { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type NewDocument, putDocument } from '#platform/files/api.ts';
import { outgoingHtml } from '#platform/messages/composing/body.ts';
import type { SendInput } from '#platform/messages/composing/input.ts';
import { type PostOffice, postOffice } from '#test/support/post-office.ts';
import { headerOf } from '#test/support/sink.ts';

async function refused(
  office: PostOffice,
  input: SendInput,
  actor = office.people.as(office.people.mehmet),
): Promise<Fault> {
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
  t.is(
    (await refused(office, { to: ['a@b.example'], from: null }, office.people.as(office.people.isil))).kind,
    'forbidden',
  );
  t.deepEqual(await office.rows('messages'), []);
  t.deepEqual(await office.rows('sequences').catch(() => []), []);
});

test.serial(
  'documents go along unchanged and stand on the message; too many bytes are refused',
  async (t) => {
    const office = await postOffice(t);
    const { w, people, sink, send, rows } = office;
    const bring = (given: NewDocument) =>
      w.in(() => work('test', () => putDocument({ ...given, broughtBy: people.mehmet.id })));
    const offer = await bring({
      name: 'Teklif – Işık Gıda.pdf',
      type: 'application/pdf',
      bytes: Buffer.from('%PDF-1.7 içerik'),
    });
    const logo = await bring({ name: 'logo.png', type: 'image/png', bytes: Buffer.from('\x89PNG') });
    const id = await send({
      to: ['ewa@zolc.example'],
      html: `<p onclick="x()">Merhaba <img src="/api/documents/${logo.id}/content"> <img src="data:image/gif;base64,R0lGODlh"> <script>alert(1)</script><img src="/etc/passwd"></p>`,
      attachments: [offer.id],
    });
    await w.settle();
    const parsed = await simpleParser(sink.mails[0]?.raw as Buffer);
    t.deepEqual(
      parsed.attachments.map((each) => [each.filename, each.related === true]),
      [
        ['logo.png', true],
        [parsed.attachments[1]?.filename, true],
        ['Teklif – Işık Gıda.pdf', false],
      ],
    );
    t.deepEqual(parsed.attachments[2]?.content, Buffer.from('%PDF-1.7 içerik'));
    const [message] = await rows('messages');
    t.notRegex(message?.html, /script|onclick|passwd/);
    t.regex(message?.html, new RegExp(`src="cid:${logo.id.toLowerCase()}@marmarapack.example"`));
    t.is(message?.text, 'Merhaba');
    const documents = (await rows('documents')).filter((row) => row.ownerId === id);
    t.deepEqual(
      documents.map((row) => [row.part, row.name.slice(-4), Boolean(row.inline)]),
      [
        [0, '.png', true],
        [1, '.gif', true],
        [2, '.pdf', false],
      ],
    );
    const huge = await bring({ name: 'film.mp4', type: 'video/mp4', bytes: Buffer.alloc(26 * 1024 * 1024) });
    const fault = await refused(office, { to: ['ewa@zolc.example'], attachments: [huge.id] });
    t.is(fault.code, 'message.tooLarge');
    t.is(fault.kind, 'limited');
    const foreign = await w.in(() =>
      work('test', () =>
        putDocument({
          name: 'gizli.pdf',
          type: 'application/pdf',
          bytes: Buffer.from('x'),
          broughtBy: people.zofia.id,
        }),
      ),
    );
    t.is(
      (await refused(office, { to: ['ewa@zolc.example'], attachments: [foreign.id] })).code,
      'message.attachment',
    );
  },
);

test.serial('nobody stands twice, and the first place counts', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({
    to: ['Ewa <EWA@zolc.example>', 'ewa@ZOLC.example'],
    cc: ['ewa@zolc.example', 'jan@zolc.example'],
    bcc: ['jan@zolc.example'],
  });
  await w.settle();
  t.deepEqual(
    (await rows('recipients')).map((row) => [row.role, row.address]),
    [
      ['to', 'EWA@zolc.example'],
      ['cc', 'jan@zolc.example'],
    ],
  );
  t.is(headerOf(sink.mails[0]?.raw as Buffer, 'to'), 'Ewa <EWA@zolc.example>');
});

test('what goes out again of a mail that came looks as it did', (t) => {
  const came = safeHtml(
    '<section style="margin-top: 4px; padding: 2px 3px; letter-spacing: 1px"><p>Gövde</p><hr size="1" noshade></section><script>1</script><p style="position: fixed; background: url(http://x.example)">x</p>',
  ).html;
  t.is(
    outgoingHtml(came, () => null),
    came,
  );
  t.notRegex(came, /script|position|url\(/);
});
