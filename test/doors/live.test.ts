import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { io, type Socket } from 'socket.io-client';
import { openHttpDoor } from '#doors/http/door.ts';
import { openLiveDoor } from '#doors/live/door.ts';
import { addPerson, changePerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { addRole, changeRole } from '#platform/access/commands/roles.ts';
import { addToken, addWidgetToken } from '#platform/access/commands/tokens.ts';
import { changeUser } from '#platform/access/commands/users.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { Client } from '#test/support/http.ts';
import { type Engine, type World, world } from '#test/support/world.ts';

interface News {
  entity: string;
  id: string | null;
  version: number | null;
}

async function openDoors(t: ExecutionContext, house: World['house']) {
  const http = await openHttpDoor(house);
  const live = await openLiveDoor(house, http.server);
  t.teardown(async () => {
    await live.close();
    await http.close();
  });
  return { url: `http://127.0.0.1:${http.port}`, live };
}

const doors = async (t: ExecutionContext, w: World, house = w.house) => (await openDoors(t, house)).url;

async function socketOf(
  t: ExecutionContext,
  client: Client,
  more: { auth?: object; origin?: string } = {},
): Promise<Socket> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = io(client.url, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: more.auth ?? {},
    extraHeaders: { ...(cookie === '' ? {} : { Cookie: cookie }), Origin: more.origin ?? client.url },
  });
  t.teardown(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

const watch = (socket: Socket, topic: string) =>
  socket.emitWithAck('watch', { topic }) as Promise<{ ok?: true; error?: string }>;

function heardBy(socket: Socket): News[] {
  const heard: News[] = [];
  socket.on('news', (news: News) => heard.push(news));
  return heard;
}

async function until(holds: () => boolean, ms = 3000): Promise<void> {
  for (let waited = 0; waited < ms && !holds(); waited += 10) await sleep(10);
}

const SYSTEM = systemActor();
const newPerson = (w: World, more: object = {}) =>
  w.in(() => run(addPerson, { givenName: 'Şule', familyName: 'Işık', ...more }, SYSTEM)) as Promise<{
    id: string;
    version: number;
  }>;

test('a change reaches who watches the record, as a name, a version and the topic, and nothing else', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const url = await doors(t, w);
  const person = await newPerson(w);
  const socket = await socketOf(t, await signIn(new Client(url), mehmet));
  const heard = heardBy(socket);
  t.deepEqual(await watch(socket, `person:${person.id}`), { ok: true });
  await w.in(() => run(changePerson, { id: person.id, familyName: 'Öztürk' }, SYSTEM));
  await until(() => heard.length > 0);
  t.deepEqual(heard[0], { entity: 'person', id: person.id, version: 2, topic: `person:${person.id}` });
});

test('who may not see a card cannot watch it, hear of it in a list, or tell it from one that is not there', async (t) => {
  const w = await world(t);
  const { isil } = await cast(w);
  const url = await doors(t, w);
  const hidden = await newPerson(w);
  const socket = await socketOf(t, await signIn(new Client(url), isil));
  const heard = heardBy(socket);
  t.deepEqual(
    await watch(socket, `person:${hidden.id}`),
    await watch(socket, 'person:01J00000000000000000000000'),
  );
  t.deepEqual(await watch(socket, `about:person:${hidden.id}`), { error: 'missing' });
  t.deepEqual(await watch(socket, 'list:person'), { ok: true });
  await w.in(() => run(changePerson, { id: hidden.id, familyName: 'Gizli' }, SYSTEM));
  const own = await newPerson(w, { representative: isil.id });
  await until(() => heard.length > 0);
  t.true(heard.every((news) => news.id === own.id));
});

test('a stranger, a wrong token and a page of another origin are turned away', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const url = await doors(t, w);
  const client = await signIn(new Client(url), mehmet);
  await t.throwsAsync(socketOf(t, new Client(url)), { message: 'unknown' });
  await t.throwsAsync(socketOf(t, new Client(url), { auth: { token: 'lobi_nothing' } }), {
    message: 'unknown',
  });
  await t.throwsAsync(socketOf(t, client, { origin: 'https://elsewhere.example' }), { message: 'unknown' });
});

test('a socket ends with its session', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const url = await doors(t, w);
  const client = await signIn(new Client(url), mehmet);
  const socket = await socketOf(t, client);
  await client.delete('/api/session');
  await until(() => socket.disconnected);
  t.true(socket.disconnected);
});

test('a socket of an element ends with its token’s time, unless it was renewed before', async (t) => {
  const w = await world(t);
  const { ayse, mehmet, as } = await cast(w);
  const url = await doors(t, w);
  const person = await newPerson(w);
  const page = 'https://erp.example';
  const wish = {
    user: mehmet.id,
    elements: ['lobi-contact-card'],
    scope: `person:${person.id}`,
    origin: page,
    ttl: 60,
  };
  const maker = await w.in(() =>
    run(addToken, { name: 'Intranet', scopes: ['widgets'], origins: [page] }, as(ayse)),
  );
  const host = {
    ...as(ayse),
    kind: 'token' as const,
    via: `token:${maker.row.id}`,
    limits: { scopes: ['widgets'] },
  };
  const tokenOf = async () => (await w.in(() => run(addWidgetToken, wish, host))).token;
  const open = async () => socketOf(t, new Client(url), { auth: { token: await tokenOf() }, origin: page });
  const [left, renewed] = [await open(), await open()];
  await t.throwsAsync(
    socketOf(t, new Client(url), { auth: { token: await tokenOf() }, origin: 'https://evil.example' }),
    { message: 'unknown' },
  );
  t.deepEqual(await watch(left, `person:${person.id}`), { ok: true });
  t.deepEqual(await watch(left, `user:${ayse.id}`), { error: 'missing' });
  t.deepEqual(await watch(left, 'user:me'), { error: 'missing' });
  w.clock.advance(50_000);
  t.deepEqual(await renewed.emitWithAck('renew', { token: await tokenOf() }), { ok: true });
  w.clock.advance(10_000);
  await until(() => left.disconnected);
  t.true(left.disconnected);
  t.true(renewed.connected);
});

test('when a role changes, topics that are no longer one’s own fall silent', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const url = await doors(t, w);
  const person = await newPerson(w);
  const socket = await socketOf(t, await signIn(new Client(url), mehmet));
  const heard = heardBy(socket);
  await watch(socket, `person:${person.id}`);
  await w.in(() => run(changeUser, { id: mehmet.id, roles: ['limited'] }, SYSTEM));
  await sleep(300);
  await w.in(() => run(changePerson, { id: person.id, familyName: 'Sonradan' }, SYSTEM));
  await sleep(300);
  t.deepEqual(heard, []);
});

test('a role that is edited counts at once in open sockets, and their page is told to read anew', async (t) => {
  const w = await world(t);
  const { isil, ayse, as } = await cast(w);
  const url = await doors(t, w);
  const role = await w.in(() =>
    run(addRole, { name: 'Bölge', rights: { cards: 'all', like: 'limited', entities: {} } }, as(ayse)),
  );
  await w.in(() => run(changeUser, { id: isil.id, roles: [role.key] }, SYSTEM));
  const socket = await socketOf(t, await signIn(new Client(url), isil));
  const person = await newPerson(w);
  t.true((await watch(socket, `person:${person.id}`)).ok);
  const heard = heardBy(socket);
  let told = 0;
  socket.on('rights', () => told++);
  const rights = (verbs: string[]) => ({
    cards: 'all' as const,
    like: 'limited',
    entities: { person: verbs },
  });
  await w.in(() => run(changeRole, { id: role.id, rights: rights([]) }, as(ayse)));
  await until(() => told > 0);
  t.is(told, 1);
  await w.in(() => run(changePerson, { id: person.id, givenName: 'Şule Su' }, SYSTEM));
  await sleep(300);
  const late = heard.filter(({ version }) => version !== 1);
  t.deepEqual(late, [], 'what is seen no more is told no more');
  t.is((await watch(socket, `person:${person.id}`)).error, 'missing');
  await w.in(() => run(changeRole, { id: role.id, rights: rights(['see']) }, as(ayse)));
  await until(() => told > 1);
  t.true((await watch(socket, `person:${person.id}`)).ok, 'and joined again when it is seen again');
});

test('postgres: news of one process reaches the sockets of another', async (t) => {
  const engine: Engine = 'postgres';
  const w = await world(t, { engine });
  const { mehmet } = await cast(w);
  const person = await newPerson(w);
  const other = await openHouse({
    config: w.config,
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  const url = await doors(t, w, other);
  t.teardown(() => closeHouse(other));
  const socket = await socketOf(t, await signIn(new Client(url), mehmet));
  const heard = heardBy(socket);
  t.deepEqual(await watch(socket, `person:${person.id}`), { ok: true });
  await w.in(() => run(changePerson, { id: person.id, familyName: 'Öztürk' }, SYSTEM));
  await w.settle(); // the worker gives the running number
  await until(() => heard.length > 0);
  t.is(heard[0]?.id, person.id);
  await inHouse(other, async () => {});
});

test('what is told to many is one write for each of them', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { url, live } = await openDoors(t, w.house);
  const person = await newPerson(w);
  const client = await signIn(new Client(url), mehmet);
  const sockets = [await socketOf(t, client), await socketOf(t, client)];
  for (const socket of sockets) await watch(socket, `person:${person.id}`);
  const heard = sockets.map(heardBy);
  const writes: number[] = [];
  for (const { conn } of live.io.sockets.sockets.values())
    conn.on('packetCreate', ({ options }: { options?: { wsPreEncodedFrame?: Buffer[] } }) =>
      writes.push(options?.wsPreEncodedFrame?.length ?? 0),
    );
  await w.in(() => run(changePerson, { id: person.id, familyName: 'Öztürk' }, SYSTEM));
  await until(() => heard.every((news) => news.length > 0));
  t.deepEqual(writes, [1, 1]);
});
