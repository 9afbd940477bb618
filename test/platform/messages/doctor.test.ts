import test from 'ava';
import { work } from '#kernel/command.ts';
import { type Dns, useDns } from '#platform/messages/doctor/dns.ts';
import { setSetting } from '#platform/settings/api.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { world } from '#test/support/world.ts';

const DOMAIN = 'marmarapack.example';
const HOST = 'lobi.marmarapack.example';

/** Name servers with these answers; null is silence. */
class Zone implements Dns {
  mxs: Record<string, string[]> = {};
  txts: Record<string, string[]> = {};
  hosts: Record<string, string[]> = {};
  pointers: Record<string, string[]> = {};
  silent = false;
  #say<T>(answer: T[] | undefined): Promise<T[] | null> {
    return Promise.resolve(this.silent ? null : (answer ?? []));
  }
  mx(domain: string) {
    return this.#say(this.mxs[domain]?.map((exchange) => ({ exchange, priority: 10 })));
  }
  txt(name: string) {
    return this.#say(this.txts[name]);
  }
  addresses(host: string) {
    return this.#say(this.hosts[host]);
  }
  names(address: string) {
    return this.#say(this.pointers[address]);
  }
}

interface Seen {
  state: string;
  code: string;
  records: { type: string; name: string; value: string }[];
}

async function stage(t: Parameters<typeof world>[0], environment: Record<string, string> = {}) {
  const w = await world(t, { environment: { LOBI_PUBLIC_URL: `https://${HOST}`, ...environment } });
  const people = await cast(w);
  const zone = new Zone();
  await w.in(async () => useDns(zone));
  const api = await serveApi(t, w);
  const ayse = await signIn(api.client(), people.ayse);
  const looks = async (): Promise<Record<string, Seen>> => {
    const { body } = await ayse.get('/api/mail-doctor');
    return Object.fromEntries(
      body.domains[0].findings.map((each: Seen & { what: string }) => [each.what, each]),
    );
  };
  return { w, zone, api, ayse, people, looks };
}

test.serial('nothing in DNS: every record to type, and where', async (t) => {
  const s = await stage(t);
  const seen = await s.looks();
  t.like(seen, {
    mx: { state: 'bad', code: 'mx.missing', records: [{ type: 'MX', name: DOMAIN, value: `10 ${HOST}.` }] },
    spf: {
      state: 'bad',
      code: 'spf.missing',
      records: [{ type: 'TXT', name: DOMAIN, value: `v=spf1 a:${HOST} ~all` }],
    },
    dkim: { state: 'bad', code: 'dkim.none', records: [] },
    dmarc: {
      state: 'bad',
      code: 'dmarc.missing',
      records: [
        { type: 'TXT', name: `_dmarc.${DOMAIN}`, value: `v=DMARC1; p=none; rua=mailto:postmaster@${DOMAIN}` },
      ],
    },
    ptr: { state: 'bad', code: 'ptr.noAddress' },
  });
});

test.serial(
  'without name servers the texts are there all the same, and it says that it could not ask',
  async (t) => {
    const s = await stage(t);
    s.zone.silent = true;
    const seen = await s.looks();
    t.deepEqual(Object.fromEntries(Object.entries(seen).map(([what, each]) => [what, each.state])), {
      mx: 'unknown',
      spf: 'unknown',
      dkim: 'bad',
      dmarc: 'unknown',
      ptr: 'unknown',
    });
    t.is(seen.spf?.records[0]?.value, `v=spf1 a:${HOST} ~all`);
  },
);

test.serial('what is right is right; keys are made, shown, found in DNS, used', async (t) => {
  const s = await stage(t);
  Object.assign(s.zone, {
    mxs: { [DOMAIN]: [`${HOST.toUpperCase()}.`] },
    txts: { [DOMAIN]: ['verification=1', 'v=spf1 mx -all'], [`_dmarc.${DOMAIN}`]: ['v=DMARC1; p=reject'] },
    hosts: { [HOST]: ['192.0.2.10'] },
    pointers: { '192.0.2.10': [`${HOST}.`] },
  });
  t.like(await s.looks(), {
    mx: { state: 'ok' },
    spf: { state: 'ok' },
    dmarc: { state: 'ok' },
    ptr: { state: 'ok' },
  });
  const made = await s.ayse.post('/api/mail-doctor/keys', { domain: DOMAIN });
  t.is(made.body.items.length, 2, JSON.stringify(made.body));
  t.is((await s.looks()).dkim?.code, 'dkim.missing');
  t.is((await s.looks()).dkim?.records.length, 2);
  // Zones often show long records with spaces between their pieces.
  for (const { record } of made.body.items)
    s.zone.txts[record.name] = [record.value.replace(/(.{200})/, '$1 ')];
  t.is((await s.looks()).dkim?.code, 'dkim.unused');
  for (const { id } of made.body.items) await s.ayse.call('PUT', `/api/mail-doctor/keys/${id}/use`);
  t.is((await s.looks()).dkim?.state, 'ok');
  await s.ayse.call('DELETE', `/api/mail-doctor/keys/${made.body.items[0].id}`);
  t.is((await s.ayse.get('/api/mail-doctor')).body.domains[0].keys.length, 1);
});

test.serial('what is wrong is put right without losing what stands there', async (t) => {
  const s = await stage(t);
  Object.assign(s.zone, {
    mxs: { [DOMAIN]: ['mx.barindirma.example'] },
    txts: {
      [DOMAIN]: ['v=spf1 include:_spf.barindirma.example -all', 'v=spf1 ip4:192.0.2.5 ~all'],
      [`_dmarc.${DOMAIN}`]: ['v=DMARC1; pct=100'],
    },
    hosts: { [HOST]: ['192.0.2.10'] },
    pointers: { '192.0.2.10': ['kunde-10.provider.example'] },
  });
  const seen = await s.looks();
  t.is(seen.mx?.code, 'mx.elsewhere');
  t.is(seen.spf?.code, 'spf.double');
  t.is(seen.spf?.records[0]?.value, `v=spf1 a:${HOST} include:_spf.barindirma.example ip4:192.0.2.5 -all`);
  t.is(seen.dmarc?.code, 'dmarc.wrong');
  t.deepEqual(seen.ptr?.records, [{ type: 'PTR', name: '192.0.2.10', value: `${HOST}.` }]);
});

test.serial('behind a smart host its name counts, and no PTR is asked of us', async (t) => {
  const s = await stage(t, { LOBI_RELAY_URL: 'smtps://u:p@relay.example' });
  s.zone.txts[DOMAIN] = ['v=spf1 include:relay.example -all'];
  const seen = await s.looks();
  t.is(seen.ptr?.code, 'ptr.relay');
  t.is(seen.spf?.code, 'spf.relay');
  t.is(seen.spf?.records[0]?.value, 'v=spf1 a:relay.example include:relay.example -all');
});

test.serial('only administrators look and make keys; name servers are addresses', async (t) => {
  const s = await stage(t);
  const mehmet = await signIn(s.api.client(), s.people.mehmet);
  t.is((await mehmet.get('/api/mail-doctor')).status, 403);
  t.is((await mehmet.post('/api/mail-doctor/keys', { domain: DOMAIN })).status, 403);
  t.is((await s.ayse.post('/api/mail-doctor/keys', { domain: 'baska.example' })).status, 422);
  const set = (servers: string[]) =>
    s.w.in(() => work('test', () => setSetting('dnsServers', servers, 'test')));
  await set(['9.9.9.9', '[2620:fe::fe]:53', '192.0.2.1:5353']);
  await t.throwsAsync(set(['dns.example']), { code: 'setting.invalid' });
});
