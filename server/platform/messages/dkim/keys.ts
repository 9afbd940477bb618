import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import { db } from '#kernel/db/unit.ts';
import { now, roomMemory } from '#kernel/house.ts';
import { houseKey } from '#kernel/secrets.ts';
import type { SigningKey } from './sign.ts';

/** Keys for signing the mail of a domain. Private ones rest sealed (AES-256-GCM) and are opened in memory alone. */

export interface DkimKey {
  id: string;
  domain: string;
  selector: string;
  algorithm: 'rsa' | 'ed25519';
  publicKey: string;
  madeAt: string;
  /** Since when mail is signed with it. */
  usedSince: string | null;
}

const COLUMNS = ['id', 'domain', 'selector', 'algorithm', 'public_key', 'made_at', 'used_since'];

export async function dkimKeys(): Promise<DkimKey[]> {
  return (await db()('dkim_keys').orderBy(['domain', 'made_at', 'selector']).select(COLUMNS)) as DkimKey[];
}

/** What belongs into DNS for a key (RFC 6376, 3.6.1). */
export function dkimRecord({ domain, selector, algorithm, publicKey }: DkimKey): {
  type: 'TXT';
  name: string;
  value: string;
} {
  return {
    type: 'TXT',
    name: `${selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=${algorithm}; p=${publicKey}`,
  };
}

export interface NewKey {
  algorithm: 'rsa' | 'ed25519';
  publicKey: string;
  sealed: string;
}

const generate = promisify(generateKeyPair) as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

/** A pair for each algorithm: RSA-2048, which everybody reads, and Ed25519 beside it. Takes a moment; not in a unit of work. */
export async function newKeys(): Promise<NewKey[]> {
  const seal = await houseKey('dkim');
  const rsa = await generate('rsa', { modulusLength: 2048 });
  const ed = await generate('ed25519', {});
  // Of Ed25519 the 32 bytes alone stand in DNS (RFC 8463, 4), of RSA the whole key.
  const edPublic = ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return [
    {
      algorithm: 'rsa',
      publicKey: rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      sealed: sealed(rsa.privateKey, seal),
    },
    { algorithm: 'ed25519', publicKey: edPublic.toString('base64'), sealed: sealed(ed.privateKey, seal) },
  ];
}

function sealed(privateKey: KeyObject, seal: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', seal, nonce);
  const bytes = privateKey.export({ type: 'pkcs8', format: 'der' });
  const closed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return [nonce, cipher.getAuthTag(), closed].map((each) => each.toString('base64')).join('.');
}

function opened(text: string, seal: Buffer): KeyObject {
  const [nonce, tag, closed] = text.split('.').map((each) => Buffer.from(each, 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const cipher = createDecipheriv('aes-256-gcm', seal, nonce);
  cipher.setAuthTag(tag);
  const bytes = Buffer.concat([cipher.update(closed), cipher.final()]);
  return createPrivateKey({ key: bytes, type: 'pkcs8', format: 'der' });
}

/** Another process may have made or dropped keys. */
const FRESH_MS = 5000;
const MEMORY = Symbol('messages.dkim');

interface Held {
  until: number;
  byDomain: Map<string, SigningKey[]>;
}

/** The keys that sign mail of a domain now. */
export async function signingKeys(domain: string): Promise<SigningKey[]> {
  const held = roomMemory<Held>(MEMORY, () => ({ until: 0, byDomain: new Map() }));
  const at = now().getTime();
  if (held.until <= at) {
    held.byDomain = await openAll();
    held.until = at + FRESH_MS;
  }
  return held.byDomain.get(domain.toLowerCase()) ?? [];
}

/** Forgets what is held, after keys changed. */
export function forgetKeys(): void {
  roomMemory<Held>(MEMORY, () => ({ until: 0, byDomain: new Map() })).until = 0;
}

async function openAll(): Promise<Map<string, SigningKey[]>> {
  type KeyRow = Omit<SigningKey, 'privateKey'> & { sealed: string };
  const rows = (await db()('dkim_keys')
    .whereNotNull('used_since')
    .orderBy('algorithm', 'desc')
    .select('domain', 'selector', 'algorithm', 'sealed')) as KeyRow[];
  if (rows.length === 0) return new Map();
  const seal = await houseKey('dkim');
  return Map.groupBy(
    rows.map(({ sealed: text, ...row }) => ({ ...row, privateKey: opened(text, seal) })),
    (key) => key.domain,
  );
}
