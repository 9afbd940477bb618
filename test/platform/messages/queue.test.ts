import test from 'ava';
import { headerOf } from '#test/support/sink.ts';
import { postOffice } from '#test/support/post-office.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES) {
  test(`a mail goes to each recipient in an envelope of its own, and every attempt is kept (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine });
    const id = await send({ to: ['Łukasz Żółć <lukasz@zolc.example>', 'ewa@zolc.example'], bcc: ['gizli@diger.example'] });
    t.is(sink.mails.length, 0);
    await w.settle();
    t.is(sink.mails.length, 3);
    t.deepEqual(sink.mails.map((mail) => mail.to[0]).sort(), ['ewa@zolc.example', 'gizli@diger.example', 'lukasz@zolc.example']);
    t.is(new Set(sink.mails.map((mail) => mail.from)).size, 3);
    for (const mail of sink.mails) t.regex(mail.from, /^bounce\+[0-9a-z]{20}@marmarapack\.example$/);
    const [first, second] = sink.mails;
    t.deepEqual(first?.raw, second?.raw);
    t.false(first?.raw.toString().includes('gizli'));
    const [message] = await rows('messages');
    t.is(message?.id, id);
    t.is(message?.registerNumber, 'OUT 2026/1');
    t.is(headerOf(first?.raw as Buffer, 'message-id'), `<${message?.messageId}>`);
    const recipients = await rows('recipients');
    t.deepEqual(recipients.map((row) => row.state), ['sent', 'sent', 'sent']);
    const attempts = await rows('attempts');
    t.is(attempts.length, 3);
    for (const attempt of attempts) {
      t.is(attempt.outcome, 'sent');
      t.regex(attempt.reply, /^250 /);
      t.regex(attempt.host, /127\.0\.0\.1/);
      t.regex(attempt.tls, /^TLSv1\.3 /);
    }
  });
}
