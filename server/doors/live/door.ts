import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { eventsAfter, type HeardEvent, lastSeq } from '#kernel/events.ts';
import { type House, house, inHouse, now } from '#kernel/house.ts';
import { endOfHandshake, type Handshake, identifyHandshake } from '#platform/access/identify.ts';
import { forgetKnown } from '#platform/access/known.ts';
import { can } from '#platform/access/policy.ts';
import { forgetRights } from '#platform/access/rights.ts';
import { joinable, newsOf, OWN_TOPIC } from '#platform/notify/topics.ts';
import { writeOnce } from './one-write.ts';

/**
 * Live news by Socket.IO under `/live`, websocket only. Steps:
 * 1. the handshake identifies by cookie, API or widget token and checks the origin;
 * 2. `watch {topic}` joins a topic that the actor may see (else it does not exist); `renew {token}` takes a new token;
 * 3. after a commit the outbox is read from the last number on, and each event becomes news for its topics;
 * 4. when a session or token ends (also by its time), or rights change, sockets are ended or their topics looked at again.
 */

interface SocketData {
  actor: Actor;
  /** As it was sent, with the newest token: what is asked again when rights change. */
  handshake: Handshake;
  /** When that ends by itself, unless it is renewed. */
  endsAt: string | null;
}
type LiveSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, SocketData>;
type Answer = (answer: { ok: true } | { error: string }) => void;

export interface LiveDoor {
  io: Server;
  close(): Promise<void>;
}

const POLL_MS = 500;
/** How late a socket may end whose token has run out. */
const END_MS = 1000;
/** More topics than a page can show. */
const MOST_TOPICS = 500;

export async function openLiveDoor(where: House, server: HttpServer): Promise<LiveDoor> {
  const io = new Server(server, {
    path: '/live',
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: 16_384,
    cors: { origin: true },
    pingInterval: 20_000,
    pingTimeout: 20_000,
  });
  writeOnce(io);
  io.use((socket, next) => {
    inHouse(where, () => comeIn(socket as unknown as LiveSocket, socket.handshake))
      .then((known) => next(known ? undefined : new Error('unknown')))
      .catch(() => next(new Error('unknown')));
  });
  io.on('connection', (socket) => inHouse(where, () => serve(where, socket as unknown as LiveSocket)));
  const feed = await startFeed(where, io);
  return {
    io,
    async close() {
      feed.stop();
      await io.close();
    },
  };
}

/** Takes down who a socket is; false where nobody is known by what it came with. */
async function comeIn(socket: LiveSocket, handshake: Handshake): Promise<boolean> {
  const actor = await identifyHandshake(handshake);
  if (actor.kind === 'anonymous') return false;
  Object.assign(socket.data, { actor, handshake, endsAt: await endOfHandshake(handshake) });
  return true;
}

function serve(where: House, socket: LiveSocket): void {
  const within = (work: () => Promise<void>) =>
    void inHouse(where, work).catch((error: Error) => where.log.warn({ err: error.message }, 'live'));
  const on = socket.on.bind(socket) as unknown as (
    name: string,
    hear: (sent: Record<string, unknown>, answer?: Answer) => void,
  ) => void;
  on('watch', (sent, answer) =>
    within(async () => {
      const topic =
        socket.rooms.size > MOST_TOPICS ? null : await joinable(socket.data.actor, String(sent?.topic ?? ''));
      if (topic === null) return answer?.({ error: 'missing' });
      await socket.join(topic);
      answer?.({ ok: true });
    }),
  );
  on('unwatch', (sent, answer) =>
    within(async () => {
      await socket.leave(String(sent?.topic ?? ''));
      answer?.({ ok: true });
    }),
  );
  on('renew', (sent, answer) =>
    within(async () => {
      const handshake = { headers: socket.handshake.headers, auth: { token: sent?.token } };
      const actor = await identifyHandshake(handshake);
      if (actor.userId !== socket.data.actor.userId || !(await comeIn(socket, handshake)))
        return answer?.({ error: 'unknown' });
      answer?.({ ok: true });
    }),
  );
}

async function startFeed(where: House, io: Server): Promise<{ stop(): void }> {
  let last = await inHouse(where, lastSeq);
  let busy = false;
  let again = false;
  const read = () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    inHouse(where, async () => {
      do {
        again = false;
        const events = await eventsAfter(last, 500);
        for (const event of events) await spread(io, event);
        last = events.at(-1)?.seq ?? last;
        if (events.length === 500) again = true;
      } while (again);
    })
      .catch((error: Error) => where.log.warn({ err: error.message }, 'live feed'))
      .finally(() => {
        busy = false;
        if (again) read();
      });
  };
  where.wake.on('outbox', read);
  const poll = setInterval(read, POLL_MS);
  poll.unref();
  const ends = setInterval(() => {
    inHouse(where, () => endRunOut(io)).catch((error: Error) =>
      where.log.warn({ err: error.message }, 'live'),
    );
  }, END_MS);
  ends.unref();
  return {
    stop() {
      clearInterval(poll);
      clearInterval(ends);
      where.wake.off('outbox', read);
    },
  };
}

async function spread(io: Server, event: HeardEvent): Promise<void> {
  for (const { topic, news } of await newsOf(event)) {
    const watchers = io.sockets.adapter.rooms.get(topic);
    if (watchers === undefined) continue;
    if (topic.startsWith('list:')) await spreadList(io, topic, news, watchers);
    else io.to(topic).emit('news', { ...news, topic: askedFor(topic) });
  }
  if (event.name === 'access.ended' || event.name === 'access.changed') forgetKnown();
  if (event.entity === 'role') forgetRights();
  const concerned = concernedBy(event);
  if (concerned !== null)
    await lookAgain(io, concerned, event.name === 'access.changed' || event.entity === 'role');
}

/** A topic as it was asked for: whose own it is, nobody needs to be told. */
function askedFor(topic: string): string {
  return topic.startsWith('user:') ? OWN_TOPIC : topic;
}

/** A list's news reaches those who may see the record; asked once for each user. */
async function spreadList(
  io: Server,
  topic: string,
  news: { entity: string; id: string | null },
  watchers: ReadonlySet<string>,
): Promise<void> {
  const answers = new Map<string, Promise<boolean>>();
  for (const id of watchers) {
    const socket = io.sockets.sockets.get(id) as unknown as LiveSocket | undefined;
    if (socket === undefined) continue;
    const { actor } = socket.data;
    const key = `${actor.kind} ${actor.userId} ${actor.via}`;
    const seen =
      answers.get(key) ??
      (news.id === null ? Promise.resolve(true) : can(actor, 'see', news.entity, { id: news.id }));
    answers.set(key, seen);
    if (await seen) (socket as unknown as Socket).emit('news', { ...news, topic });
  }
}

/** Which sockets an event takes rights from, or may; null where none. */
function concernedBy(event: HeardEvent): ((socket: LiveSocket) => boolean) | null {
  if (event.name === 'access.ended' || event.name === 'access.changed') {
    const ended = event.payload as { userId?: string; via?: string };
    return ({ data }) =>
      ended.via === undefined ? data.actor.userId === ended.userId : data.actor.via === ended.via;
  }
  if (event.entity === 'role' || event.entity === 'team' || event.entity === 'mailbox') return () => true;
  const { entity, recordId } = event;
  if (entity === null || !house().registry.entities.get(entity)?.card) return null;
  return ({ rooms }) => rooms.has(`${entity}:${recordId}`) || rooms.has(`about:${entity}:${recordId}`);
}

/** Ends sockets whose session or token is over and takes topics from those who may no longer see them. */
async function lookAgain(
  io: Server,
  concerned: (socket: LiveSocket) => boolean,
  rightsChanged: boolean,
): Promise<void> {
  for (const each of io.sockets.sockets.values()) {
    const socket = each as unknown as LiveSocket;
    if (!concerned(socket)) continue;
    const actor = await identifyHandshake(socket.data.handshake);
    if (actor.kind === 'anonymous') {
      socket.disconnect(true);
      continue;
    }
    socket.data.actor = actor;
    for (const topic of socket.rooms)
      if (topic !== socket.id && !topic.startsWith('user:') && (await joinable(actor, topic)) === null)
        await socket.leave(topic);
    // What stands on the page was read with the rights of before: it is read again, and its topics are asked for again.
    if (rightsChanged) (socket as unknown as Socket).emit('rights');
  }
}

/** Ends sockets whose session or token has run out by now; a session that was used meanwhile goes on. */
async function endRunOut(io: Server): Promise<void> {
  const at = moment(now());
  for (const each of io.sockets.sockets.values()) {
    const socket = each as unknown as LiveSocket;
    const { endsAt, handshake } = socket.data;
    if (endsAt !== null && endsAt <= at && !(await comeIn(socket, handshake))) socket.disconnect(true);
  }
}
