import test from 'ava';
import { Secret, TOTP } from 'otpauth';
import { db } from '#kernel/db/unit.ts';
import { identifyHandshake } from '#platform/access/identify.ts';
import { resetSecondFactor } from '#platform/access/reset.ts';
import { signedIn } from '#platform/access/sign-in.ts';
import { cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

/** What the app on the phone shows at the house's time. */
function codeOf(w: World, secret: string, steps = 0): string {
  const timestamp = w.clock.now().getTime() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

async function enrolled(w: World, me: Client): Promise<{ secret: string; codes: string[] }> {
  const begun = await me.post('/api/second-factor');
  const { body } = await me.post('/api/second-factor/confirmation', { code: codeOf(w, begun.body.secret) });
  return { secret: begun.body.secret, codes: body.codes };
}

for (const engine of ENGINES)
  test(`on ${engine}, a second factor is set up with a code, asked for at the sign-in, and none counts twice`, async (t) => {
    const w = await world(t, { engine });
    const { mehmet } = await cast(w);
    const { client } = await serveApi(t, w);
    const me = await signIn(client(), mehmet);
    const elsewhere = await signIn(client(), mehmet);

    const begun = await me.post('/api/second-factor');
    t.is(begun.status, 201);
    t.regex(begun.body.url, /^otpauth:\/\/totp\/.*secret=/);
    t.regex(begun.body.qr.path, /^M4 4h7v1h-7z/, 'a finder pattern stands behind the quiet zone');
    t.is((await me.post('/api/second-factor/confirmation', { code: '000000' })).status, 422);
    t.is(
      (await signIn(client(), mehmet)).cookies.has('lobi_session'),
      true,
      'until a code proved it, the password is enough',
    );

    const code = codeOf(w, begun.body.secret);
    const confirmed = await me.post('/api/second-factor/confirmation', { code });
    t.is(confirmed.status, 200);
    t.is(confirmed.body.codes.length, 10);
    t.is((await me.get('/api/session')).status, 200);
    t.is((await elsewhere.get('/api/session')).status, 401, 'who came by the password alone comes in again');

    const asked = { email: mehmet.email, password: PASSWORD };
    const without = await client().post('/api/session', asked);
    t.is(without.status, 401);
    t.is(without.body.code, 'session.codeNeeded');
    t.is(
      (await client().post('/api/session', { ...asked, code })).body.code,
      'session.codeWrong',
      'a replay',
    );
    w.clock.advance(30_000);
    const next = codeOf(w, begun.body.secret);
    const both = await Promise.all([1, 2].map(() => client().post('/api/session', { ...asked, code: next })));
    t.deepEqual(both.map((each) => each.status).toSorted(), [200, 401], 'of two at once one comes in');
    t.is(
      (await client().post('/api/session', { ...asked, password: 'falsch falsch', code: next })).body.code,
      'session.wrong',
    );
  });

test('a recovery code opens once, is told in the audit, and stands nowhere in clear', async (t) => {
  const w = await world(t);
  const { mehmet, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const { secret, codes } = await enrolled(w, await signIn(client(), mehmet));
  const asked = { email: mehmet.email, password: PASSWORD, code: codes[0]?.toUpperCase().replace('-', ' ') };
  t.is((await client().post('/api/session', asked)).status, 200);
  t.is((await client().post('/api/session', asked)).status, 401, 'used up');
  const me = client();
  await me.post('/api/session', { ...asked, code: codes[1] });
  t.is((await me.get('/api/second-factor')).body.recoveryCodes, 8);
  await w.settle();
  const admin = await signIn(client(), ayse);
  const { body } = await admin.get('/api/audit?command=secondFactor.recover');
  const used = body.items.filter((each: { changes: unknown[] }) => each.changes.length > 0);
  t.deepEqual([used.length, body.items.length], [2, 3], 'the wrong try is on record, too');
  const everything = JSON.stringify(await w.in(() => db()('audit_entries').select('*')));
  t.false(everything.includes(secret));
  t.false(everything.includes(codes[0] as string));
  const kept = JSON.stringify(await w.in(() => db()('recovery_codes').select('*')));
  t.false(kept.includes((codes[2] as string).replace('-', '')) || kept.includes(codes[2] as string));
});

test('codes are not guessed: ten tries, then a pause, which harms nobody else', async (t) => {
  const w = await world(t);
  const { mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const { secret } = await enrolled(w, await signIn(client(), mehmet));
  w.clock.advance(60_000);
  const answers = [];
  for (let at = 0; at < 12; at++) {
    // Somebody who knows the password; the account's own counter is not what stops here.
    await w.in(() => db()('throttles').where('key', 'like', 'account:%').first());
    answers.push(
      (await client().post('/api/session', { email: mehmet.email, password: PASSWORD, code: '123456' }))
        .status,
    );
  }
  t.true(answers.includes(429));
  t.is((await signIn(client(), zofia)).cookies.has('lobi_session'), true);
  w.clock.advance(16 * 60_000);
  const code = codeOf(w, secret);
  t.is((await client().post('/api/session', { email: mehmet.email, password: PASSWORD, code })).status, 200);
});

test('where the firm wants it, a session reaches nothing before the second factor is set up', async (t) => {
  const w = await world(t);
  const { mehmet, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  await enrolled(w, admin);
  t.is((await admin.patch('/api/settings', { secondFactorFor: 'everybody' })).status, 200);
  const me = await signIn(client(), mehmet);
  const here = await me.get('/api/session');
  t.true(here.body.factorNeeded);
  const refused = await me.get('/api/users');
  t.is(refused.status, 403);
  t.is(refused.body.code, 'session.factorNeeded');
  const cookie = `lobi_session=${me.cookies.get('lobi_session')}`;
  const handshake = { headers: { cookie, origin: 'http://localhost', host: 'localhost' }, auth: {} };
  t.is((await w.in(() => identifyHandshake(handshake))).kind, 'anonymous', 'nor a socket');
  const { secret } = await enrolled(w, me);
  t.is((await me.get('/api/users')).status, 200);
  t.false((await me.get('/api/session')).body.factorNeeded);
  w.clock.advance(60_000);
  const removal = await me.post('/api/second-factor/removal', { code: codeOf(w, secret) });
  t.is(removal.body.code, 'secondFactor.required', 'and it cannot be taken away again');
});

test('an administrator, or the command line, takes a lost second factor away on record; nobody else does', async (t) => {
  const w = await world(t);
  const { mehmet, zofia, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  await enrolled(w, me);
  t.is((await (await signIn(client(), zofia)).delete(`/api/users/${mehmet.id}/second-factor`)).status, 403);
  const admin = await signIn(client(), ayse);
  t.is((await admin.delete(`/api/users/${mehmet.id}/second-factor`)).status, 204);
  t.is((await me.get('/api/session')).status, 401, 'his sessions have ended');
  const again = await signIn(client(), mehmet);
  const { body } = await admin.get(`/api/audit?record=user:${mehmet.id}&command=secondFactor.reset`);
  t.like(body.items.at(-1), { command: 'secondFactor.reset', actor: { id: ayse.id } });
  await enrolled(w, again);
  t.regex(await w.in(() => resetSecondFactor(mehmet.email)), /password alone/);
  t.is((await signIn(client(), mehmet)).cookies.has('lobi_session'), true);
});

test('a mail program of who has a second factor comes with an API token that may send', async (t) => {
  const w = await world(t);
  const { mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  t.is((await w.in(() => signedIn(mehmet.email, PASSWORD, '192.0.2.1')))?.userId, mehmet.id);
  await enrolled(w, me);
  t.is(await w.in(() => signedIn(mehmet.email, PASSWORD, '192.0.2.1')), null);
  const sends = await me.post('/api/tokens', { name: 'Thunderbird', scopes: ['messages:write'] });
  const reads = await me.post('/api/tokens', { name: 'reads', scopes: ['read'] });
  t.like(await w.in(() => signedIn(mehmet.email, sends.body.token, '192.0.2.1')), {
    kind: 'token',
    userId: mehmet.id,
  });
  t.is(await w.in(() => signedIn(mehmet.email, reads.body.token, '192.0.2.1')), null);
  t.is(await w.in(() => signedIn(zofia.email, sends.body.token, '192.0.2.1')), null, 'of somebody else');
});
