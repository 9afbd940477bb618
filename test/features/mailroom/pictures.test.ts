import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { useOutside } from '#platform/messages/pictures/outside.ts';
import { setSetting } from '#platform/settings/api.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, type Engine } from '#test/support/world.ts';
import { mailroom } from './mailroom.ts';

/** Pictures that a mail only names: fetched by the house where the reader asks, from public addresses, and nothing but pictures. */

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HUGE = Buffer.from(PNG);
HUGE.writeUInt32BE(60_000, 16);
HUGE.writeUInt32BE(60_000, 20);

type Handler = (req: IncomingMessage, res: ServerResponse) => void;
const send =
  (body: Buffer | string, headers: Record<string, string> = {}, status = 200): Handler =>
  (_req, res) =>
    void res.writeHead(status, headers).end(body);
const go = (location: string): Handler => send('', { Location: location }, 302);

/** What the stranger's server gives, by path. */
const SHELF: Record<string, Handler> = {
  '/p.png': send(PNG, { 'Content-Type': 'text/html' }),
  '/moved': go('http://other.example/p.png'),
  '/ring': go('/ring'),
  '/inside': go('http://127.0.0.1/p.png'),
  '/named-inside': go('http://intranet.example/p.png'),
  '/file': go('file:///etc/passwd'),
  '/svg': send('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', {
    'Content-Type': 'image/svg+xml',
  }),
  '/page': send('<html></html>', { 'Content-Type': 'image/png' }),
  '/huge': send(HUGE),
  '/large': send(Buffer.concat([PNG, Buffer.alloc(6_000_000)])),
  '/endless': (_req, res) => {
    const more = () => {
      while (!res.destroyed && res.write(Buffer.alloc(65_536)));
    };
    res.writeHead(200);
    res.write(PNG);
    res.on('drain', more);
    more();
  },
  '/packed': send(PNG, { 'Content-Encoding': 'gzip' }),
  '/broken': (req) => void req.socket.destroy(),
  '/gone': send('', {}, 404),
};

async function stage(t: ExecutionContext, engine: Engine = 'sqlite') {
  const seen: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    seen.push(req);
    (SHELF[(req.url ?? '').split('?')[0] as string] ?? send('', {}, 404))(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => (server.closeAllConnections(), void server.close()));
  const { port } = server.address() as AddressInfo;
  const w = await mailroom(t, { engine });
  const people = await cast(w);
  const connected: string[] = [];
  let rebinding = 0;
  await w.in(async () => {
    await work('test', async () => {
      await db()('mailbox_members').insert({ mailboxId: w.satis, userId: people.mehmet.id });
    });
    useOutside({
      async resolve(host) {
        if (host === 'intranet.example') return ['10.0.0.7'];
        if (host === 'both.example') return ['93.184.216.34', '::ffff:10.0.0.7'];
        // Public when it is looked at, inside when it would be asked again.
        if (host === 'rebinding.example') return rebinding++ === 0 ? ['93.184.216.35'] : ['127.0.0.1'];
        if (host === 'nowhere.example') throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
        return ['93.184.216.34'];
      },
      connect({ address, port: wanted }) {
        connected.push(`${address}:${wanted}`);
        return connect(port, '127.0.0.1');
      },
    });
  });
  const api = await serveApi(t, w);
  const mehmet = await signIn(api.client(), people.mehmet);
  /** A mail that names these pictures; gives its id. */
  const arrives = async (...addresses: string[]): Promise<string> => {
    const html = addresses.map((address) => `<img src="${address.replaceAll('&', '&amp;')}">`).join('');
    await w.arrives({
      raw: [
        'From: Bülten <bulten@kuzey.example>',
        'To: satis@marmarapack.example',
        `Subject: Resimler ${addresses.join(' ').slice(0, 60)}`,
        'Date: Tue, 24 Nov 2026 08:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: text/html; charset=utf-8',
        '',
        `<p>Merhaba</p>${html}`,
        '',
      ].join('\r\n'),
    });
    return (await w.messages()).at(-1)?.id as string;
  };
  const picture = (id: string, address: string, who = mehmet) =>
    who.get(`/api/messages/${id}/picture?url=${encodeURIComponent(address)}`);
  return { w, api, people, mehmet, seen, connected, arrives, picture };
}

for (const engine of ENGINES)
  test.serial(`a picture is fetched in the reader's stead, who stays unknown (${engine})`, async (t) => {
    const s = await stage(t, engine);
    const address = 'http://pixel.example/p.png?who=1&when=2';
    const id = await s.arrives(address, 'http://pixel.example/moved');
    const shown = await s.mehmet.get(`/api/messages/${id}`);
    t.deepEqual(shown.body.pictures, { blocked: 2, allowed: true, always: false });
    t.deepEqual(s.connected, [], 'nothing is fetched unasked');

    const got = await s.picture(id, address);
    t.is(got.status, 200, JSON.stringify(got.body));
    t.is(got.headers.get('content-type'), 'image/png');
    t.is(got.headers.get('x-content-type-options'), 'nosniff');
    t.regex(got.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/);
    t.deepEqual(s.connected, ['93.184.216.34:80']);
    t.is(s.seen[0]?.url, '/p.png?who=1&when=2');
    t.deepEqual(Object.keys(s.seen[0]?.headers ?? {}).sort(), [
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    t.notRegex(s.seen[0]?.headers['user-agent'] ?? '', /node|lobi|undici/i);
    t.is((await s.picture(id, 'http://pixel.example/moved')).status, 200);

    await s.mehmet.call('PUT', `/api/messages/${id}/pictures/always`);
    t.true((await s.mehmet.get(`/api/messages/${id}`)).body.pictures.always);
    const next = await s.arrives('http://pixel.example/p.png');
    t.true((await s.mehmet.get(`/api/messages/${next}`)).body.pictures.always);
    await s.mehmet.call('DELETE', `/api/messages/${next}/pictures/always`);
    t.false((await s.mehmet.get(`/api/messages/${id}`)).body.pictures.always);
  });

test.serial(
  'only addresses that stand in the message, only for those who may see it, only while it is allowed',
  async (t) => {
    const s = await stage(t);
    const address = 'http://pixel.example/p.png';
    const id = await s.arrives(address);
    t.is((await s.picture(id, 'http://pixel.example/other.png')).status, 404);
    const isil = await signIn(s.api.client(), s.people.isil);
    t.is((await s.picture(id, address, isil)).status, 404);
    t.is((await isil.call('PUT', `/api/messages/${id}/pictures/always`)).status, 404);
    t.is((await s.picture(id, address, s.api.client())).status, 401);
    t.deepEqual(s.connected, []);
    await s.w.in(() => work('test', () => setSetting('remotePictures', false, 'test')));
    t.is((await s.picture(id, address)).status, 403);
    t.like((await s.mehmet.get(`/api/messages/${id}`)).body.pictures, { blocked: 1, allowed: false });
    t.deepEqual(s.connected, []);
  },
);

test.serial('nothing inside is ever asked, however it is written', async (t) => {
  const s = await stage(t);
  const addresses = [
    'http://127.0.0.1/p.png',
    'http://2130706433/p.png',
    'http://0x7f.1/p.png',
    'http://0177.0.0.1/p.png',
    'http://[::1]/p.png',
    'http://[::ffff:127.0.0.1]/p.png',
    'http://[::ffff:7f00:1]/p.png',
    'http://[64:ff9b::7f00:1]/p.png',
    'http://169.254.169.254/latest/meta-data/p.png',
    'http://intranet.example/p.png',
    'http://both.example/p.png',
    'http://nowhere.example/p.png',
    'http://user:secret@pixel.example/p.png',
    'http://pixel.example:25/p.png',
  ];
  const id = await s.arrives(...addresses);
  for (const address of addresses) {
    const got = await s.picture(id, address);
    t.is(got.status, 502, `${address}: ${JSON.stringify(got.body)}`);
    t.is(got.body.code, 'picture.away');
  }
  t.deepEqual(s.connected, []);
});

test.serial(
  'redirects are looked at like the first address, and the name is asked once for each',
  async (t) => {
    const s = await stage(t);
    const paths = ['/inside', '/named-inside', '/file', '/ring'];
    const rebinding = 'http://rebinding.example/p.png';
    const id = await s.arrives(...paths.map((path) => `http://pixel.example${path}`), rebinding);
    for (const path of paths) t.is((await s.picture(id, `http://pixel.example${path}`)).status, 502, path);
    t.deepEqual([...new Set(s.connected)], ['93.184.216.34:80']);
    t.is((await s.picture(id, rebinding)).status, 200);
    t.is(s.connected.at(-1), '93.184.216.35:80', 'it goes where it was looked at');
    t.is((await s.picture(id, rebinding)).status, 502);
  },
);

test.serial('what is no picture, too large, packed or broken off is refused with the reason', async (t) => {
  const s = await stage(t);
  const reasons: [string, RegExp][] = [
    ['/svg', /no PNG, JPEG, GIF or WebP/],
    ['/page', /no PNG, JPEG, GIF or WebP/],
    ['/huge', /more points/],
    ['/large', /too large/],
    ['/endless', /too large/],
    ['/packed', /packed/],
    ['/broken', /cannot be reached/],
    ['/gone', /answers 404/],
  ];
  const id = await s.arrives(...reasons.map(([path]) => `http://pixel.example${path}`));
  for (const [path, reason] of reasons) {
    const got = await s.picture(id, `http://pixel.example${path}`);
    t.is(got.status, 502, path);
    t.regex(got.body.detail, reason, path);
  }
});
