import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '#kernel/config.ts';
import { house, now } from '#kernel/house.ts';
import { readOrMakeSecret } from '#kernel/secrets.ts';

/**
 * Key and certificate of STARTTLS. smtp-server brings a key that everybody knows, so the house makes its own at first start
 * and keeps it in the database; certificate files take its place where they are set.
 */

export interface Certificate {
  /** PEM. */
  key: string;
  cert: string;
}

/** The certificate to show now. Throws where a set file cannot be read. */
export async function standingCertificate(config: Config): Promise<Certificate> {
  if (config.tlsCert !== null && config.tlsKey !== null) return readFiles(config.tlsCert, config.tlsKey);
  const names = [...new Set([...config.mailDomains, hostname().toLowerCase()])].filter(isPlainName);
  const made = await readOrMakeSecret('smtp.certificate', () =>
    JSON.stringify(makeCertificate(names, now())),
  );
  return JSON.parse(made) as Certificate;
}

/** Calls back when a certificate file changes and can be read. Looks every two seconds: renewals replace links as well. */
export function watchCertificate(config: Config, changed: (certificate: Certificate) => void): () => void {
  const { tlsCert, tlsKey } = config;
  const { log } = house();
  if (tlsCert === null || tlsKey === null) return () => {};
  const look = (): void => {
    try {
      changed(readFiles(tlsCert, tlsKey));
      log.info('the certificate of the mail door was read again');
    } catch (error) {
      log.error({ err: (error as Error).message }, 'the new certificate cannot be used; the old one stays');
    }
  };
  for (const file of [tlsCert, tlsKey]) watchFile(file, { interval: 2000, persistent: false }, look);
  return () => {
    for (const file of [tlsCert, tlsKey]) unwatchFile(file, look);
  };
}

function readFiles(certFile: string, keyFile: string): Certificate {
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}

function isPlainName(name: string): boolean {
  return /^[a-z0-9.-]+$/.test(name);
}

const YEARS = 20;

/** A self-signed certificate (X.509 v3, ECDSA on P-256) for the given host names. */
function makeCertificate(names: readonly string[], at: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + YEARS);
  const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
  const name = sequence(set(sequence(objectId('2.5.4.3'), utf8(names[0] ?? 'lobi'))));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(at.getTime() - 86_400_000)), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(names))),
  );
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { key, cert: `-----BEGIN CERTIFICATE-----\n${lines(der)}\n-----END CERTIFICATE-----\n` };
}

function lines(der: Buffer): string {
  return (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
}

// The few types of DER (ITU-T X.690) that a certificate is made of.

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 128
      ? [tag, length]
      : length < 256
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => tagged(0x31, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}

function alternativeNames(names: readonly string[]): Buffer {
  const list = sequence(...names.map((name) => tagged(0x82, Buffer.from(name))));
  return sequence(objectId('2.5.29.17'), tagged(0x04, list));
}
