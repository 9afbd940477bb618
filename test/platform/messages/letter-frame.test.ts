import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { join, restingPieces } from '#kernel/joined.ts';
import { LetterFrame, type PersonalMail } from '#platform/messages/channels/mail/letter-frame.ts';
import { plainTextOf } from '#platform/messages/plain-text.ts';

/** A letter encoded once: whatever stands in it, each mail is whole, and says what it was told to say. */

const personal = (words: string[], more: Partial<PersonalMail> = {}): PersonalMail => ({
  from: { name: 'Marmara Pack Satış', address: 'satis@marmarapack.example' },
  to: { name: 'Işıl Çağlar', address: 'isil@kuzey.example' },
  replyTo: null,
  subject: 'Fiyatlar',
  messageId: '1.2.3@marmarapack.example',
  date: new Date('2026-11-24T08:00:00Z'),
  headers: { 'List-Unsubscribe': '<mailto:x@marmarapack.example>' },
  words: words.map((text) => ({ text, html: text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`) })),
  ...more,
});

const line = fc
  .string({ unit: 'grapheme', maxLength: 120 })
  .map((text) => text.replace(/[\p{Cc}\p{Cs}\p{Co}\ufffe\uffff]/gu, ' '));

test('every text comes out as it went in, in lines that every server takes', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), line, line, async (lines, before, word) => {
      const text = [before, 0, `\n${lines.join('\n')} `, 1];
      const frame = new LetterFrame({ text, html: ['<p>', 0, '</p>'], attachments: [] });
      const mail = await frame.mail(personal([word, '.son']), 'FRAME');
      const bytes = join(restingPieces(mail.pieces), () => frame.shared);
      const sent = `${before}${word}\n${lines.join('\n')} .son`;
      return (
        plainTextOf(bytes) === sent &&
        bytes
          .toString('latin1')
          .split('\r\n')
          .every((each) => each.length <= 78 && !/[^\x20-\x7e]/.test(each))
      );
    }),
    { numRuns: 300 },
  );
  t.pass();
});

test('pictures and documents stand where mail programs look for them, once for all mails', async (t) => {
  const frame = new LetterFrame({
    text: ['Merhaba ', 0],
    html: ['<p>Merhaba ', 0, '<img src="cid:logo@x"></p>'],
    attachments: [
      { name: 'logo.png', type: 'image/png', bytes: Buffer.alloc(3000, 1), contentId: 'logo@x' },
      {
        name: 'fiyat listesi ğ.pdf',
        type: 'application/pdf',
        bytes: Buffer.alloc(50_000, 7),
        contentId: null,
      },
      {
        name: 'mail.eml',
        type: 'message/rfc822',
        bytes: Buffer.from('Subject: x\r\n\r\ny'),
        contentId: null,
      },
    ],
  });
  const one = await frame.mail(personal(['Işıl']), 'FRAME');
  const two = await frame.mail(personal(['Ece']), 'FRAME');
  t.true(restingPieces(one.pieces).length < 2000, 'what a mail has of its own is small');
  t.is(one.size - two.size > 0, true);
  t.regex(
    frame.bytesOf(one).toString('latin1'),
    /Content-Type: application\/octet-stream; name=mail\.eml/,
    'a mail inside is not encoded in transfer unless it is plain bytes (RFC 2046, 5.2.1)',
  );
  const mail = await simpleParser(frame.bytesOf(one));
  t.is(mail.text?.trim(), 'Merhaba Işıl');
  t.deepEqual(
    mail.attachments.map(({ filename, contentType, size, related }) => ({
      filename,
      contentType,
      size,
      related: related === true,
    })),
    [
      { filename: 'logo.png', contentType: 'image/png', size: 3000, related: true },
      { filename: 'fiyat listesi ğ.pdf', contentType: 'application/pdf', size: 50_000, related: false },
      { filename: 'mail.eml', contentType: 'message/rfc822', size: 15, related: false },
    ],
  );
});

test('each mail is signed with both kinds of key, and another implementation agrees', async (t) => {
  const keys = (['rsa', 'ed25519'] as const).map((algorithm) => {
    const pair =
      algorithm === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519');
    const der = pair.publicKey.export({ type: 'spki', format: 'der' }) as Buffer;
    const p = (algorithm === 'rsa' ? der : der.subarray(-32)).toString('base64');
    return { algorithm, privateKey: pair.privateKey, p, domain: 'marmarapack.example', selector: algorithm };
  });
  const frame = new LetterFrame({
    text: ['Sayın ', 0, ',\n\n  iki  boşluk \n\n\n'],
    html: ['<p>', 0, '</p>'],
    attachments: [],
  });
  const mail = await frame.mail(personal(['Işıl  Çağlar']), 'FRAME', keys);
  const bytes = frame.bytesOf(mail);
  const { results } = await dkimVerify(bytes, {
    resolver: async (name: string) => [
      [
        `v=DKIM1; k=${keys.find(({ selector }) => name.startsWith(selector))?.algorithm}; p=${keys.find(({ selector }) => name.startsWith(selector))?.p}`,
      ],
    ],
  } as never);
  t.deepEqual(
    (results as { status: { result: string } }[]).map((each) => each.status.result),
    ['pass', 'pass'],
  );
  t.is(mail.size, bytes.length);
});

test('a line break in a name or a subject never reaches a header', async (t) => {
  const frame = new LetterFrame({ text: ['x'], html: ['x'], attachments: [] });
  for (const more of [
    { subject: 'a\r\nBcc: x@y.example' },
    { to: { name: 'a\nb', address: 'x@y.example' } },
    { headers: { 'X-Y': 'a\r\nb' } },
  ])
    await t.throwsAsync(frame.mail(personal([], more), 'FRAME'), { message: /line break/ });
});
