import type { Actor } from '#kernel/actor.ts';
import { readBlob } from '#kernel/blobs.ts';
import { claim, putOff } from '#kernel/claim.ts';
import { moment } from '#kernel/clock.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault, isFault } from '#kernel/errors.ts';
import type { Hand } from '#kernel/hands.ts';
import { house, now, roomMemory } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { setting } from '#platform/settings/api.ts';
import { bringIn, mine, progress, ready, takeBack } from './bring-in.ts';
import { chunksOf, countsOf, putChunks } from './chunks.ts';
import type { Importer, Plan } from './importers.ts';
import { CHUNK_ROWS, type Chunk, Import, type State } from './model.ts';
import { importerOfRow, planOf } from './plan.ts';
import { type NumberedRow, rowsOf } from './reading/format.ts';
import { type Said, Unreadable } from './said.ts';

/**
 * The hand that works imports off, one at a time in a process:
 * 1. an import in a working state is claimed; the claim is renewed with every chunk, and freed when the process dies;
 * 2. `looking`: the file is read row by row, weighed and put down in chunks, without ever holding it or the writer for long;
 * 3. `running`, `undoing`: chunk after chunk, each in a unit of its own; what is done is marked in that unit;
 * 4. a turn ends after some hundred milliseconds, so that the house can close; the session goes on with the next.
 */

const LEASE_MS = 30_000;
const TURN_MS = 500;
const TRIES = 5;
const WORKING: readonly State[] = ['looking', 'running', 'undoing'];
/** Chunks that are put down in one unit while looking. */
const CHUNKS_AT_ONCE = 2;

/** Does some of an import's work; false when it has come to its end. */
type Steps = AsyncGenerator<void, void>;

interface Session {
  id: string;
  steps: Steps;
}

const SESSION = Symbol('exchange.session');
interface Held {
  session: Session | null;
}

function held(): Held {
  return roomMemory(SESSION, () => ({ session: null }) as Held);
}

export const importsHand: Hand = {
  name: 'exchange.imports',
  says: 'Looks at files that are to be brought in, brings them in, and takes back what they brought.',
  wakesOn: ['imports'],
  everyMs: 2000,
  async turn() {
    const memory = held();
    memory.session ??= await begin();
    const { session } = memory;
    if (session === null) return false;
    try {
      const until = performance.now() + TURN_MS;
      while (performance.now() < until)
        if ((await session.steps.next()).done === true) {
          memory.session = null;
          await putDown(session.id);
          break;
        }
    } catch (error) {
      memory.session = null;
      await failed(session.id, error);
    }
    return true;
  },
};

/** Gives up what this process has in hand when it closes, so that the next one need not wait for the claim to grow old. */
export async function letGo(): Promise<void> {
  const { session } = held();
  if (session === null) return;
  await session.steps.return();
  await putDown(session.id);
}

function putDown(id: string): Promise<void> {
  return work('exchange.putDown', () => putOff('imports', [id], moment(now())));
}

async function begin(): Promise<Session | null> {
  const waiting: unknown = await db()('imports')
    .whereIn('state', [...WORKING])
    .where('due_at', '<=', moment(now()))
    .first('id');
  if (waiting === undefined) return null;
  const [taken] = await work('exchange.claim', () =>
    claim<{ id: string }>({
      table: 'imports',
      limit: 1,
      leaseMs: LEASE_MS,
      where: (query) => query.whereIn('state', [...WORKING]),
      give: ['id'],
    }),
  );
  if (taken === undefined) return null;
  return { id: taken.id, steps: stepsOf(taken.id) };
}

async function* stepsOf(id: string): Steps {
  const row = (await Import.query().findById(id)) as Import;
  await freshenRights();
  const actor = await actorFor(row);
  if (row.state === 'looking') yield* look(row, planOf(row, actor));
  else if (row.state === 'running') yield* bring(row, planOf(row, actor));
  else yield* back(row, actor);
}

/** As whom rows are written: the user who asked for it, with the rights of today. */
async function actorFor({ userId, id }: Import): Promise<Actor> {
  const user = userId === null ? undefined : await User.query().findById(userId);
  if (user === undefined || user.closedAt !== null)
    throw Fault.forbidden('import.nobody', 'Who asked for this import is no user any more.');
  return { ...actorOf(user, setting('timeZone')), via: `import:${id}` };
}

async function* look(row: Import, plan: Plan): Steps {
  const importer = importerOfRow(row);
  const bytes = await readBlob(row.blobId as string);
  await work('exchange.lookAnew', () => db()('import_chunks').where({ importId: row.id }).delete());
  const most = setting('importRows');
  let [n, rows] = [0, 0];
  let waiting: Parameters<typeof putChunks>[0][number][] = [];
  for await (const chunk of chunked(bytes, row)) {
    rows += chunk.length;
    if (rows > most) throw new Unreadable('exchange.unreadable.tooMany', { most });
    const fates = await importer.weigh(chunk, plan);
    waiting.push({ importId: row.id, n, firstRow: chunk[0]?.n ?? 0, rows: chunk, fates });
    n++;
    if (waiting.length >= CHUNKS_AT_ONCE) {
      if (!(await putDownLooked(row.id, waiting))) return;
      waiting = [];
    }
    yield;
  }
  if (!(await putDownLooked(row.id, waiting))) return;
  if (rows === 0) throw new Unreadable('exchange.unreadable.noRows');
  await work('exchange.looked', async () => {
    if ((await mine(row.id, 'looking')) !== null) await update(Import, row.id, { state: 'looked', rows });
  });
}

async function putDownLooked(id: string, chunks: Parameters<typeof putChunks>[0]): Promise<boolean> {
  return work('exchange.look', async () => {
    if ((await mine(id, 'looking')) === null) return false;
    await putChunks(chunks);
    const fates = chunks.flatMap((chunk) => chunk.fates);
    await progress(id, { looked: fates.length, rows: fates.length, ...countsOf(fates) });
    return true;
  });
}

/** Rows below the header, some dozens at a time. */
async function* chunked(bytes: Buffer, { format }: Import): AsyncGenerator<NumberedRow[]> {
  let chunk: NumberedRow[] = [];
  for await (const row of rowsOf(bytes, format)) {
    if (row.n <= (format.headerRow ?? 0)) continue;
    chunk.push(row);
    if (chunk.length < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Chunks that are read at once. */
const AHEAD = 8;

async function* bring(row: Import, plan: Plan): Steps {
  const importer = importerOfRow(row);
  for (;;) {
    const chunks = await chunksOf({ importId: row.id, state: 'waiting', limit: AHEAD });
    const prepared = prepareAhead(importer, plan, chunks);
    for (const [at, { n }] of chunks.entries()) {
      const key = `${row.id} ${n}`;
      ready().set(key, { plan, prepared: await prepared(at) });
      try {
        const running = run(bringIn, { id: row.id, n }, plan.actor);
        void prepared(at + 1);
        if ((await running) === null) return;
      } finally {
        ready().delete(key);
      }
      yield;
    }
    if (chunks.length < AHEAD) break;
  }
  await ended(row.id, 'running', { state: 'done', endedAt: moment(now()) });
}

/** While the engine works at one chunk, the cells of the next are read. Each is prepared once, when it is first asked for. */
function prepareAhead(
  importer: Importer,
  plan: Plan,
  chunks: readonly Chunk[],
): (at: number) => Promise<unknown> {
  const asked: Promise<unknown>[] = [];
  return (at) => {
    const chunk = chunks[at];
    if (chunk === undefined) return Promise.resolve();
    const preparing = asked[at] ?? importer.prepare(chunk.rows, plan);
    asked[at] = preparing;
    // What goes wrong is told to whoever waits for it.
    preparing.catch(() => {});
    return preparing;
  };
}

async function* back(row: Import, actor: Actor): Steps {
  for (;;) {
    const chunks = await chunksOf({ importId: row.id, state: 'done', limit: AHEAD, backwards: true });
    for (const { n } of chunks) {
      if ((await run(takeBack, { id: row.id, n }, actor)) === null) return;
      yield;
    }
    if (chunks.length < AHEAD) break;
  }
  await ended(row.id, 'undoing', { state: 'undone', undoneAt: moment(now()) });
}

async function ended(id: string, from: State, values: Partial<Import>): Promise<void> {
  await work('exchange.ended', async () => {
    if ((await mine(id, from)) !== null) await update(Import, id, values as never);
  });
}

/**
 * A file that cannot be used fails at once; what goes wrong in the house is tried again some times, then stands still with its
 * reason, where it can go on or be undone.
 */
async function failed(id: string, error: unknown): Promise<void> {
  const row = (await Import.query().findById(id)) as Import;
  const given = error instanceof Unreadable || isFault(error, 'forbidden') || isFault(error, 'unknown');
  if (!given && row.attempts < TRIES) {
    house().log.warn(
      { import: id, err: (error as Error).message, stack: (error as Error).stack },
      'an import stumbled and will be tried again',
    );
    await work('exchange.again', () =>
      putOff('imports', [id], moment(now().getTime() + 1000 * 2 ** row.attempts)),
    );
    return;
  }
  if (!given)
    house().log.error(
      { import: id, err: (error as Error).message, stack: (error as Error).stack },
      'an import failed',
    );
  const state: State = row.state === 'looking' ? 'failed' : row.state === 'running' ? 'stopped' : 'done';
  await work('exchange.failed', async () => {
    if (!WORKING.includes(row.state)) return;
    await update(Import, id, { state, failure: failureOf(error) });
    await putOff('imports', [id], moment(now()));
  });
}

function failureOf(error: unknown): Said {
  if (error instanceof Unreadable) return error.said;
  if (isFault(error, 'forbidden') || isFault(error, 'unknown')) return { key: 'exchange.failure.rights' };
  return { key: 'exchange.failure.broken' };
}
