import { argon2, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { moment } from './clock.ts';
import { db, inUnit } from './db/unit.ts';
import { now, roomMemory } from './house.ts';

/** Tokens are opaque, shown once and stored hashed; passwords are argon2id; the house has keys of its own for signatures. */

/** A new token of 256 bits, with a prefix that tells its kind: `lobi_…`. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token: tokens are random, so one round is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** OWASP's minimum for argon2id: 19 MiB, two passes. */
const COST = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 };
const argon2Async = promisify(argon2);

export async function passwordHash(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await argon2Async('argon2id', { message: password.normalize('NFKC'), nonce, ...COST });
  return `argon2id$${COST.memory}$${COST.passes}$${nonce.toString('base64url')}$${tag.toString('base64url')}`;
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, nonce, tag] = stored.split('$');
  if (tag === undefined || nonce === undefined) return false;
  const cost = { ...COST, memory: Number(memory), passes: Number(passes) };
  const found = await argon2Async('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(nonce, 'base64url'),
    ...cost,
  });
  return timingSafeEqual(found, Buffer.from(tag, 'base64url'));
}

const KEYS = Symbol('secrets.keys');

/** A key of the house (32 bytes), made at first use and kept in the database. */
export async function houseKey(name: string): Promise<Buffer> {
  const keys = roomMemory(KEYS, () => new Map<string, Buffer>());
  const known = keys.get(name);
  if (known !== undefined) return known;
  const value = await readOrMakeSecret(`key.${name}`, () => randomBytes(32).toString('base64url'));
  const key = Buffer.from(value, 'base64url');
  keys.set(name, key);
  return key;
}

/** A secret text of the house, made at first use. */
export async function readOrMakeSecret(name: string, make: () => string): Promise<string> {
  const standing = (await db()('secrets').where({ name }).first('value')) as { value: string } | undefined;
  if (standing !== undefined) return standing.value;
  return inUnit('kernel.makeSecret', async (unit) => {
    await unit
      .trx('secrets')
      .insert({ name, value: make(), madeAt: moment(now()) })
      .onConflict('name')
      .ignore();
    const row = (await unit.trx('secrets').where({ name }).first('value')) as { value: string };
    return row.value;
  });
}

/** Keyed signature, shortened to `bytes`, as lower-case hex: fit for addresses and Message-IDs. */
export function signature(key: Buffer, text: string, bytes = 8): string {
  return createHmac('sha256', key)
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);
}

export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
