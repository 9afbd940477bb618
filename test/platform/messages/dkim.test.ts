import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { addKeys, useKey } from '#platform/messages/dkim/commands.ts';
import { dkimKeys, dkimRecord, newKeys } from '#platform/messages/dkim/keys.ts';
import { signedMail } from '#platform/messages/dkim/sign.ts';
import { postOffice } from '#test/support/post-office.ts';

interface Verified {
  results: { status: { result: string }; signingDomain: string; algo: string }[];
}
const verify = (raw: Buffer, records: Map<string, string>): Promise<Verified> =>
  dkimVerify(raw, {
    resolver: async (name: string, type: string) => {
      const found = records.get(name);
      if (type !== 'TXT' || found === undefined)
        throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
      return [[found]];
    },
  }) as Promise<Verified>;

const AT = new Date('2026-11-24T08:00:00Z');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const KEYS = [
  { domain: 'firma.example', selector: 'r', algorithm: 'rsa' as const, privateKey: rsa.privateKey },
  { domain: 'firma.example', selector: 'e', algorithm: 'ed25519' as const, privateKey: ed.privateKey },
];
const RECORDS = new Map([
  [
    'r._domainkey.firma.example',
    `v=DKIM1; k=rsa; p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  ],
  [
    'e._domainkey.firma.example',
    `v=DKIM1; k=ed25519; p=${ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`,
  ],
]);

test('whatever is written, others find both signatures right', async (t) => {
  const line = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e\t]/g, ''));
  await fc.assert(
    fc.asyncProperty(line, fc.array(line, { maxLength: 8 }), fc.boolean(), async (subject, lines, folds) => {
      const header = [
        'From: Satış <satis@firma.example>',
        'To: ewa@zolc.example',
        `Subject: ${folds ? 'a\r\n  b' : ''}${subject}`,
        'Date: Tue, 24 Nov 2026 08:00:00 +0000',
        'Message-ID: <1@firma.example>',
        'References: <a@b>\r\n <c@d>',
        'MIME-Version: 1.0',
      ];
      const raw = Buffer.from([...header, '', ...lines].join('\r\n'), 'latin1');
      const signed = await signedMail(raw, KEYS, AT);
      t.true(signed.subarray(-raw.length).equals(raw));
      const { results } = await verify(signed, RECORDS);
      t.deepEqual(
        results.map((each) => [each.algo, each.status.result]),
        [
          ['rsa-sha256', 'pass'],
          ['ed25519-sha256', 'pass'],
        ],
        JSON.stringify({ subject, lines }),
      );
      for (const each of signed.toString('latin1').split('\r\n\r\n')[0]?.split('\r\n').slice(0, 12) ?? [])
        t.true(each.length <= 200);
    }),
    { numRuns: 40 },
  );
});

test('a changed word, a second From or another key is found out', async (t) => {
  const raw = Buffer.from('From: a@firma.example\r\nSubject: x\r\n\r\nbody\r\n');
  const signed = await signedMail(raw, KEYS.slice(0, 1), AT);
  const result = async (bytes: string, records = RECORDS) =>
    (await verify(Buffer.from(bytes), records)).results[0]?.status.result;
  t.is(await result(signed.toString()), 'pass');
  t.not(await result(signed.toString().replace('body', 'bodY')), 'pass');
  t.not(await result(signed.toString().replace('Subject: x', 'Subject: y')), 'pass');
  t.not(await result(signed.toString().replace('Subject: x', 'From: b@firma.example\r\nSubject: x')), 'pass');
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
  t.not(
    await result(signed.toString(), new Map([['r._domainkey.firma.example', `v=DKIM1; p=${other}`]])),
    'pass',
  );
});

test.serial(
  'mail of a domain is signed once its keys are used, and its bytes are those that left',
  async (t) => {
    const office = await postOffice(t);
    const admin = office.people.as(office.people.ayse);
    const domain = 'marmarapack.example';
    await office.w.in(async () => run(addKeys, { domain, keys: await newKeys() }, admin));
    const keys = await office.w.in(() => dkimKeys());
    t.deepEqual(keys.map((key) => [key.selector, key.algorithm, key.usedSince]).sort(), [
      ['lobi-202611-e', 'ed25519', null],
      ['lobi-202611-r', 'rsa', null],
    ]);
    const stored = await office.w.in(
      async () => (await db()('dkim_keys').select('sealed')) as { sealed: string }[],
    );
    t.false(
      stored.some((row) => /PRIVATE|MII/.test(row.sealed)),
      'private keys rest sealed',
    );
    const sends = async () => {
      await office.send({ to: ['ewa@zolc.example'], subject: 'Teklif', text: 'Merhaba' });
      await office.w.settle();
      return office.sink.mails.at(-1)?.raw as Buffer;
    };
    t.notRegex((await sends()).toString(), /DKIM-Signature/);
    await t.throwsAsync(
      office.w.in(() => run(useKey, { id: keys[0]?.id as string }, office.people.as(office.people.mehmet))),
      { code: 'dkim.forbidden' },
    );
    for (const key of keys) await office.w.in(() => run(useKey, { id: key.id }, admin));
    const { results } = await verify(
      await sends(),
      new Map(keys.map((key) => [dkimRecord(key).name, dkimRecord(key).value])),
    );
    t.deepEqual(
      results.map((each) => each.status.result),
      ['pass', 'pass'],
    );
    t.true(results.every((each) => each.signingDomain === domain));
    await t.throwsAsync(
      office.w.in(async () => run(addKeys, { domain: 'baska.example', keys: [] }, admin)),
      { code: 'dkim.domain' },
    );
  },
);
