import { createHash } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { MailScan } from '#doors/smtp/mail-scan.ts';
import { stuffed } from './dialogue.ts';

const endless = { take: () => true, free: () => {} };

/** Feeds the wire in pieces; gives the mail, what follows it, and the fault. */
function scan(
  wire: Buffer,
  cuts: number[] = [],
  limit = 1e9,
): { raw: string; rest: string | undefined; fault: string | undefined } {
  const mail = new MailScan(limit, endless);
  let from = 0;
  for (const cut of [...cuts, wire.length]) {
    const rest = mail.feed(Buffer.from(wire.subarray(from, cut)));
    if (rest !== undefined)
      return {
        raw: mail.take().raw.toString('latin1'),
        rest: rest.toString('latin1') + wire.subarray(cut).toString('latin1'),
        fault: mail.fault,
      };
    from = cut;
  }
  return { raw: '', rest: undefined, fault: mail.fault };
}

const pieces = fc
  .array(fc.constantFrom('\r\n', '.', '..', 'a', 'Merhaba', ' ', '\r\n.', '\r\n..', 'ş'), { maxLength: 30 })
  .map((all) => `${all.join('')}\r\n`);

test('any mail comes out as it was, however the network cuts it', (t) => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(200), { maxLength: 12 }), (text, places) => {
      const mail = Buffer.from(text).toString('latin1');
      const wire = Buffer.concat([stuffed(Buffer.from(text)), Buffer.from('MAIL FROM:<>\r\n')]);
      const cuts = [...new Set(places.filter((place) => place < wire.length))].sort((a, b) => a - b);
      const found = scan(wire, cuts);
      t.is(found.raw, mail);
      t.is(found.rest, 'MAIL FROM:<>\r\n');
      t.is(found.fault, undefined);
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('a mail cut into single bytes is still whole', (t) => {
  const wire = stuffed('Subject: x\r\n\r\n.\r\n..\r\nson\r\n');
  t.is(
    scan(
      wire,
      Array.from({ length: wire.length }, (_, at) => at),
    ).raw,
    'Subject: x\r\n\r\n.\r\n..\r\nson\r\n',
  );
});

test('an empty mail ends at once', (t) => {
  t.deepEqual(scan(Buffer.from('.\r\nQUIT\r\n')), { raw: '', rest: 'QUIT\r\n', fault: undefined });
});

for (const [name, wire] of [
  ['a bare LF', 'a\nb\r\n.\r\n'],
  ['a bare CR', 'a\rb\r\n.\r\n'],
  ['LF . LF', 'a\r\nb\n.\nMAIL FROM:<x@y.example>\r\n.\r\n'],
  ['LF . CR LF', 'a\r\nb\n.\r\nMAIL FROM:<x@y.example>\r\n.\r\n'],
  ['CR LF . LF', 'a\r\n.\nMAIL FROM:<x@y.example>\r\n.\r\n'],
  ['CR LF . CR', 'a\r\n.\rMAIL FROM:<x@y.example>\r\n.\r\n'],
  ['CR . CR', 'a\r.\rMAIL FROM:<x@y.example>\r\n.\r\n'],
  ['CR CR LF', 'a\r\r\n.\r\n'],
] as const)
  test(`${name} ends no mail, and the mail is refused wherever the network cuts it`, (t) => {
    for (let cut = 1; cut < wire.length; cut++) {
      const found = scan(Buffer.from(wire), [cut]);
      t.is(found.fault, 'bare', `cut at ${cut}`);
      t.is(found.rest, '', `cut at ${cut}`);
    }
  });

test('beyond the limit it keeps nothing and still finds the end', (t) => {
  const mail = new MailScan(100, endless);
  t.is(mail.feed(Buffer.from('x'.repeat(500))), undefined);
  t.is(mail.fault, 'oversize');
  t.is(mail.feed(Buffer.from('\r\n.\r\nQUIT\r\n'))?.toString(), 'QUIT\r\n');
  t.is(mail.take().raw.length, 0);
  t.true(mail.size > 500);
});

const several = fc.array(fc.record({ size: fc.integer({ min: 1, max: 200_000 }), letter: fc.nat(25) }), {
  minLength: 2,
  maxLength: 6,
});

test('mails that come in at once, one after the other in the same buffers, never have bytes of another', (t) => {
  fc.assert(
    fc.property(several, fc.integer({ min: 1, max: 65_536 }), (mails, piece) => {
      for (let round = 0; round < 2; round++) {
        const under = mails.map(({ size, letter }) => {
          const body = `${String.fromCharCode(97 + letter).repeat(size)}\r\n`;
          return { body, wire: Buffer.from(`${body}.\r\n`), at: 0, scan: new MailScan(1e9, endless) };
        });
        for (let left = under; left.length > 0; )
          left = left.filter((each) => {
            const rest = each.scan.feed(Buffer.from(each.wire.subarray(each.at, each.at + piece)));
            each.at += piece;
            return rest === undefined;
          });
        for (const { scan: mail, body } of under) {
          const { raw, sha256 } = mail.take();
          if (raw.toString('latin1') !== body) return false;
          if (sha256 !== createHash('sha256').update(body).digest('hex')) return false;
        }
        for (const { scan: mail } of under) mail.drop();
      }
      return true;
    }),
    { numRuns: 50 },
  );
  t.pass();
});
