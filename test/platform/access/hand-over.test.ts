import test from 'ava';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { changeThread } from '#features/mailroom/commands/threads.ts';
import { Thread } from '#features/mailroom/model.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { insert } from '#kernel/model.ts';
import { portfolios } from '#platform/access/portfolio.ts';
import { type Cast, cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

const HOUSE = systemActor('test');

/** Mehmet answers for 45 cards, reads two mailboxes (one alone) and takes care of a correspondence. */
async function furnished(w: World, { mehmet, zofia }: Cast) {
  return w.in(async () => {
    const cards: string[] = [];
    for (let at = 0; at < 45; at++)
      cards.push(
        (
          await run(
            addPerson,
            { familyName: `Öztürk ${at}`, representative: { entity: 'user', id: mehmet.id } },
            HOUSE,
          )
        ).id,
      );
    const box = (address: string, members: string[]) =>
      run(
        addMailbox,
        { address, name: address, kind: 'group', members: members.map((id) => ({ entity: 'user', id })) },
        HOUSE,
      );
    const alone = await box('teklif@marmarapack.example', [mehmet.id]);
    const shared = await box('satis@marmarapack.example', [mehmet.id, zofia.id]);
    const thread = await work('test.thread', () =>
      insert(Thread, {
        subject: 'Teklif',
        subjectKey: 'teklif',
        messageCount: 0,
        who: '',
        snippet: '',
        assigneeId: null,
        closedAt: null,
        closedBy: null,
        mergedInto: null,
        firstAt: '2026-11-20T08:00:00.000Z',
        lastAt: '2026-11-20T08:00:00.000Z',
      } as never),
    );
    await run(changeThread, { id: thread.id, assignee: { id: mehmet.id } }, HOUSE);
    return { cards, alone: alone.id, shared: shared.id, thread: thread.id };
  });
}

function counted(items: { portfolio: string; count: number }[]): Record<string, number> {
  return Object.fromEntries(items.map((each) => [each.portfolio, each.count]));
}

async function membersOf(w: World, mailboxId: string): Promise<string[]> {
  const rows = (await w.in(async () => db()('mailbox_members').where({ mailboxId }).select('user_id'))) as {
    userId: string;
  }[];
  return rows.map((row) => row.userId).toSorted();
}

async function handed(admin: Client, w: World, body: Record<string, unknown>) {
  const answer = await admin.post('/api/hand-overs', body);
  await w.settle();
  return answer.status === 201 ? (await admin.get(`/api/hand-overs/${answer.body.id}`)).body : answer;
}

for (const engine of ENGINES)
  test(`on ${engine}, everything a leaver holds goes to the successor, the way in closes, and all of it comes back`, async (t) => {
    const w = await world(t, { engine });
    const people = await cast(w);
    const { mehmet, zofia, ayse, sales } = people;
    const held = await furnished(w, people);
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), ayse);
    const leaver = await signIn(client(), mehmet);
    await leaver.post('/api/tokens', { name: 'erp', scopes: ['read'] });

    const preview = (await admin.get(`/api/users/${mehmet.id}/portfolio`)).body.items;
    t.like(counted(preview), {
      'people.cards': 45,
      'mailroom.mailboxes': 2,
      'mailroom.threads': 1,
      'access.teams': 1,
      'access.tokens': 1,
      'access.sessions': 1,
    });
    const refused = await admin.delete(`/api/users/${mehmet.id}`);
    t.is(refused.status, 409);
    t.is(refused.body.code, 'user.holds', 'nobody is closed while things would be nobody’s');

    const made = await handed(admin, w, {
      from: mehmet.id,
      to: zofia.id,
      closes: true,
      reason: 'emekli oldu',
    });
    t.is(made.state, 'standing');
    t.is(made.moved['people.cards'].count, 45);
    const left = (await w.in(async () =>
      db()('persons').where({ representativeId: mehmet.id }).select('id'),
    )) as unknown[];
    t.is(left.length, 0);
    t.deepEqual(await membersOf(w, held.alone), [zofia.id]);
    t.deepEqual(await membersOf(w, held.shared), [zofia.id]);
    t.is((await w.in(async () => Thread.query().findById(held.thread)))?.assigneeId, zofia.id);
    t.is((await leaver.get('/api/session')).status, 401, 'his sessions have ended');
    t.is(
      (await client().post('/api/session', { email: mehmet.email, password: PASSWORD })).status,
      401,
      'and his way in is closed',
    );
    const after = (await admin.get(`/api/users/${mehmet.id}/portfolio`)).body.items;
    t.is(counted(after)['people.cards'], 0);
    t.true(
      (await admin.get(`/api/users/${zofia.id}`)).body.teams.some(
        (team: { id: string }) => team.id === sales,
      ),
    );
    const { body } = await admin.get(`/api/audit?entity=person&record=${held.cards[0]}`);
    t.like(
      body.items[0],
      { command: 'handOver.move', actor: { label: 'Ayşe Yılmaz' } },
      'on record, with who asked',
    );

    // One card is given on meanwhile: what is not the successor's any more stays where it is.
    await admin.patch(`/api/persons/${held.cards[0]}`, { representative: { entity: 'user', id: ayse.id } });
    t.is(
      (await admin.post(`/api/hand-overs/${made.id}/return`)).status,
      422,
      'who comes back needs a way in',
    );
    await admin.post(`/api/users/${mehmet.id}/restore`);
    t.is((await admin.post(`/api/hand-overs/${made.id}/return`)).status, 200);
    await w.settle();
    const back = (await admin.get(`/api/hand-overs/${made.id}`)).body;
    t.is(back.state, 'returned');
    t.deepEqual(back.moved['people.cards'], { count: 45, back: 44 });
    t.deepEqual(await membersOf(w, held.alone), [mehmet.id]);
    t.deepEqual(await membersOf(w, held.shared), [mehmet.id, zofia.id].toSorted(), 'she read it before');
    t.is((await w.in(async () => Thread.query().findById(held.thread)))?.assigneeId, mehmet.id);
  });

test('for a time: the colleague reads on, and after the last day everything is back by itself', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { mehmet, isil, ayse } = people;
  const held = await furnished(w, people);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const me = await signIn(client(), mehmet);
  const made = await handed(admin, w, { from: mehmet.id, to: isil.id, until: '2026-11-25' });
  t.deepEqual(await membersOf(w, held.alone), [mehmet.id, isil.id].toSorted());
  t.is((await me.get('/api/session')).status, 200);
  const twice = await admin.post('/api/hand-overs', { from: mehmet.id, to: ayse.id });
  t.is(twice.body.code, 'handOver.running');

  w.clock.advance(24 * 3600_000);
  await w.settle();
  t.is(
    (await admin.get(`/api/hand-overs/${made.id}`)).body.state,
    'standing',
    'the last day itself is still hers',
  );
  w.clock.advance(24 * 3600_000);
  await w.settle();
  const back = (await admin.get(`/api/hand-overs/${made.id}`)).body;
  t.is(back.state, 'returned');
  t.deepEqual(back.moved['people.cards'], { count: 45, back: 45 });
  t.deepEqual(await membersOf(w, held.alone), [mehmet.id]);
});

test('what cannot be handed over is refused in words; only administrators do it', async (t) => {
  const w = await world(t);
  const { mehmet, zofia, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const code = async (body: Record<string, unknown>) =>
    (await admin.post('/api/hand-overs', body)).body.errors?.[0].code;
  t.is(await code({ from: mehmet.id, to: mehmet.id }), 'handOver.same');
  t.is(await code({ from: mehmet.id, to: zofia.id, until: '2026-11-01' }), 'handOver.past');
  t.is(await code({ from: mehmet.id, to: '0'.repeat(26) }), 'user.missing');
  t.is(await code({ from: mehmet.id, to: zofia.id, until: '2026-12-01', closes: true }), 'handOver.closes');
  const last = await admin.post('/api/hand-overs', { from: ayse.id, to: zofia.id, closes: true });
  t.is(last.body.code, 'user.lastAdministrator');
  const me = await signIn(client(), mehmet);
  t.is((await me.post('/api/hand-overs', { from: zofia.id, to: mehmet.id })).status, 403);
  t.is((await me.get('/api/hand-overs')).status, 403);
  t.is((await me.get(`/api/users/${zofia.id}/portfolio`)).status, 403);
});

test('every column that names a user is in some portfolio, or is known to be history', async (t) => {
  const w = await world(t);
  const rows = (await w.in(async () =>
    db()
      .select('m.name as table', 'c.name as column')
      .fromRaw("sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"),
  )) as { table: string; column: string }[];
  const naming = rows
    .filter(({ column }) => /(^|_)(user|representative|assignee|owner|member)_id$/.test(column))
    .map(({ table, column }) => `${table}.${column}`);
  t.true(naming.length > 5);
  t.deepEqual(
    naming.filter((each) => !(each in HELD)).toSorted(),
    [],
    'declare a portfolio, or say here why it stays',
  );
  t.true(w.in !== undefined && (await w.in(async () => portfolios().length)) >= 6);
});

/** Columns that name a user: the portfolio that hands them over, or why they stay. */
const HELD: Record<string, string> = {
  'persons.representative_id': 'people.cards',
  'organisations.representative_id': 'people.cards',
  'mailbox_members.user_id': 'mailroom.mailboxes',
  'threads.assignee_id': 'mailroom.threads',
  'api_tokens.user_id': 'access.tokens',
  'sessions.user_id': 'access.sessions',
  'widget_tokens.user_id': 'ends with the API token',
  'password_resets.user_id': 'ends by itself',
  'second_factors.user_id': 'a person’s own',
  'recovery_codes.user_id': 'a person’s own',
  'hand_overs.from_user_id': 'history',
  'hand_overs.to_user_id': 'history',
  'sightings.user_id': 'what a person has read',
  'alerts.user_id': 'what a person was told',
  'alert_wishes.user_id': 'a person’s own choice',
  'alert_rhythms.user_id': 'a person’s own choice',
  'follows.user_id': 'a person’s own choice',
  'bulk_changes.user_id': 'history',
  'throttles.user_id': 'ends by itself',
  'picture_senders.user_id': 'a person’s own choice',
  'imports.user_id': 'history',
  'consents.user_id': 'history',
  'documents.owner_id': 'names a record, no user',
  'card_groups.owner_id': 'people.groups',
};
