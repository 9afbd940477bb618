import test from 'ava';
import { work } from '#kernel/command.ts';
import { isOutside } from '#platform/messages/channels/mail/inside.ts';
import { bendMailOptions } from '#platform/messages/channels/mail/options.ts';
import { mailHosts, type Resolver } from '#platform/messages/channels/mail/resolver.ts';
import { setSetting } from '#platform/settings/api.ts';
import { greet, oddServer, takeEnvelope } from '#test/support/odd-server.ts';
import { postOffice } from '#test/support/post-office.ts';

/** Straight to the servers of other domains, without a smart host. */

const failing = (code: string) => Object.assign(new Error(code), { code });
const names = (
  mx: Resolver['mx'],
  addresses: Resolver['addresses'] = async () => ['127.0.0.1'],
): Resolver => ({ mx, addresses });

test('servers of a domain are tried in the order of their preference, equals in any order', async (t) => {
  const resolver = names(async () => [
    { exchange: 'c.example', priority: 30 },
    { exchange: 'a.example', priority: 10 },
    { exchange: 'b.example.', priority: 10 },
  ]);
  const firsts = new Set<string>();
  for (let n = 0; n < 40; n++) {
    const found = await mailHosts('zolc.example', resolver);
    if (!('hosts' in found)) return t.fail();
    t.is(found.hosts[2], 'c.example');
    firsts.add(found.hosts[0] as string);
  }
  t.deepEqual([...firsts].sort(), ['a.example', 'b.example']);
});

test('without MX the domain itself is the server; null MX and no domain fail; silence is asked again', async (t) => {
  const none = async () => {
    throw failing('ENODATA');
  };
  t.deepEqual(await mailHosts('zolc.example', names(none)), { hosts: ['zolc.example'] });
  t.deepEqual(
    await mailHosts(
      'zolc.example',
      names(async () => [{ exchange: '', priority: 0 }]),
    ),
    {
      outcome: 'failed',
      reply: 'zolc.example takes no mail (null MX).',
      enhancedCode: '5.1.10',
    },
  );
  const nobody = await mailHosts(
    'zolc.example',
    names(none, async () => Promise.reject(failing('ENOTFOUND'))),
  );
  t.like(nobody, { outcome: 'failed', enhancedCode: '5.1.2' });
  t.like(
    await mailHosts(
      'zolc.example',
      names(async () => Promise.reject(failing('ETIMEOUT'))),
    ),
    { outcome: 'later', enhancedCode: '4.4.3' },
  );
});

test('addresses of the own network are not reached by a stranger’s MX', (t) => {
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.1.1',
    '::1',
    '::',
    'fc00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
  ])
    t.false(isOutside(inside), inside);
  for (const outside of ['192.0.2.1', '8.8.8.8', '172.32.0.1', '2001:db8::1', '::ffff:8.8.8.8'])
    t.true(isOutside(outside), outside);
});

test.serial('a mail whose MX points into the own network fails without a connection', async (t) => {
  const { w, sink, send, rows } = await postOffice(t, { direct: true });
  await w.in(async () => bendMailOptions({ mayConnect: isOutside }));
  await send({ to: ['ewa@kötü.example'] });
  await w.settle();
  t.is(sink.connections, 0);
  const [recipient] = await rows('recipients');
  t.is(recipient?.address, 'ewa@xn--kt-fkaz.example');
  t.is(recipient?.state, 'failed');
  t.is((await rows('attempts'))[0]?.enhancedCode, '5.4.4');
});

test.serial('where the first server is down the next one gets the mail', async (t) => {
  const { w, sink, send, rows } = await postOffice(t, { direct: true });
  await w.in(async () =>
    bendMailOptions({
      resolver: names(
        async () => [
          { exchange: 'down.example', priority: 1 },
          { exchange: 'up.example', priority: 2 },
        ],
        async (host) => [host === 'down.example' ? '127.0.0.9' : '127.0.0.1'],
      ),
    }),
  );
  await send({ to: ['ewa@zolc.example', 'jan@zolc.example'] });
  await w.settle();
  t.is(sink.mails.length, 2);
  t.regex((await rows('attempts'))[0]?.host, /^up\.example \[127\.0\.0\.1\]:\d+$/);
});

test.serial('where all are down everybody of the domain is put off, others are served', async (t) => {
  const { w, sink, send, rows } = await postOffice(t, { direct: true });
  await w.in(async () =>
    bendMailOptions({
      resolver: names(
        async (domain) => [{ exchange: `mx.${domain}`, priority: 1 }],
        async (host) => [host === 'mx.olu.example' ? '127.0.0.9' : '127.0.0.1'],
      ),
    }),
  );
  await send({ to: ['a@olu.example', 'b@olu.example', 'ewa@zolc.example'] });
  await w.settle();
  t.deepEqual(
    sink.mails.flatMap((mail) => mail.to),
    ['ewa@zolc.example'],
  );
  t.deepEqual(
    (await rows('recipients')).map((row) => row.state),
    ['queued', 'queued', 'sent'],
  );
  const down = (await rows('attempts')).filter((row) => row.outcome === 'later');
  t.is(down.length, 2);
  t.regex(down[0]?.reply, /ECONNREFUSED/);
});

test.serial('mails for one domain share connections, as many as are allowed', async (t) => {
  const { w, sink, send, rows } = await postOffice(t, { direct: true });
  await w.in(async () => bendMailOptions({ direct: { connections: 2, depth: 5, mailsPerConnection: 100 } }));
  await send({ to: Array.from({ length: 30 }, (_, at) => `kisi${at}@zolc.example`) });
  await w.settle();
  t.is(sink.mails.length, 30);
  t.true(sink.connections <= 2, `${sink.connections} connections`);
  t.true((await rows('recipients')).every((row) => row.state === 'sent'));
});

test.serial('a rate for each destination is kept; the rest waits for the next minute', async (t) => {
  const { w, sink, send, rows } = await postOffice(t, { direct: true });
  await w.in(() => work('test', () => setSetting('sendingPerMinute', 3, 'test')));
  await send({ to: Array.from({ length: 8 }, (_, at) => `kisi${at}@zolc.example`) });
  await w.settle();
  t.true(sink.mails.length >= 3 && sink.mails.length <= 6, `${sink.mails.length} mails`);
  t.true(
    (await rows('recipients')).filter((row) => row.state === 'queued').every((row) => row.attempts === 0),
  );
});

test.serial('a server that takes no more than some bytes is not given more', async (t) => {
  const odd = await oddServer(t, async (talk) => {
    await greet(talk, 'PIPELINING', 'SIZE 600');
    if (await takeEnvelope(talk)) talk.say('250 never\r\n');
  });
  const { w, send, rows } = await postOffice(t, { environment: { LOBI_RELAY_URL: odd.url } });
  await send({ to: ['ewa@zolc.example'], text: 'uzun '.repeat(400) });
  await w.settle();
  const [attempt] = await rows('attempts');
  t.is(attempt?.outcome, 'failed');
  t.is(attempt?.enhancedCode, '5.3.4');
});

test.serial(
  'the smart host is signed in to, and a password is never sent in clear to another machine',
  async (t) => {
    const lines: (string | null)[] = [];
    const odd = await oddServer(t, async (talk) => {
      await greet(talk, 'PIPELINING', 'AUTH PLAIN LOGIN');
      lines.push(await talk.hear());
      talk.say('235 2.7.0 welcome\r\n');
      while (await takeEnvelope(talk)) {
        await talk.hearMail();
        talk.say('250 2.0.0 taken\r\n');
      }
    });
    const { w, send, rows } = await postOffice(t, {
      environment: { LOBI_RELAY_URL: `smtp://lobi:gizli%40sifre@127.0.0.1:${odd.port}` },
    });
    await send({ to: ['ewa@zolc.example'] });
    await w.settle();
    t.is(lines[0], `AUTH PLAIN ${Buffer.from('\u0000lobi\u0000gizli@sifre').toString('base64')}`);
    t.is((await rows('recipients'))[0]?.state, 'sent');
  },
);

test.serial('a wrong password of the smart host is our fault: nobody’s mail fails for it', async (t) => {
  const odd = await oddServer(t, async (talk) => {
    await greet(talk, 'AUTH PLAIN');
    await talk.hear();
    talk.say('535 5.7.8 wrong\r\n');
  });
  const { w, send, rows } = await postOffice(t, {
    environment: { LOBI_RELAY_URL: `smtp://lobi:yanlis@127.0.0.1:${odd.port}` },
  });
  await send({ to: ['ewa@zolc.example'] });
  await w.settle();
  const [recipient] = await rows('recipients');
  t.is(recipient?.state, 'queued');
  t.is(recipient?.reason, '535 5.7.8 wrong');
});
