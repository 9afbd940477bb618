import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import { isPublicAddress } from '#kernel/public-address.ts';
import { type Outside, outside } from './outside.ts';
import { sniffPicture } from './sniff.ts';

/**
 * Fetches a picture of a mail in the reader's stead, so that its sender sees this house and nothing of the reader: no address, no
 * cookie, no referrer, no program's name. The address was written by a stranger, so:
 *
 * 1. only http and https, only the ports of web servers, no user names;
 * 2. the host's addresses are asked for once, all of them must be public, and the connection goes to the one that was looked at:
 *    a name server that answers differently the next time changes nothing;
 * 3. every redirect goes through 1 and 2 again;
 * 4. size, time and redirects have limits; compressed answers are refused, so that nothing unfolds;
 * 5. what comes is a picture by its own bytes, whatever its server says, and not larger than a screen could show.
 */

export class PictureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PictureError';
  }
}

export interface Picture {
  type: string;
  bytes: Buffer;
}

const MOST_BYTES = 5_000_000;
const MOST_PIXELS = 50_000_000;
const MOST_REDIRECTS = 4;
const PATIENCE_MS = 10_000;
const PORTS = new Set(['', '80', '443', '8080', '8443']);

/** Throws PictureError with a sentence for the reader. */
export async function fetchPicture(address: string): Promise<Picture> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let next = address;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const answer = await ask(next, patience);
    if ('picture' in answer) return answer.picture;
    next = answer.elsewhere;
  }
  throw new PictureError('It leads from one address to the next without end.');
}

type Answer = { picture: Picture } | { elsewhere: string };

async function ask(address: string, patience: AbortSignal): Promise<Answer> {
  const url = readUrl(address);
  const there = outside();
  const pinned = await publicAddressOf(url, there, patience);
  const response = await respond(url, pinned, there, patience);
  try {
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined)
      return { elsewhere: new URL(headers.location, url).href };
    if (statusCode !== 200) throw new PictureError(`Its server answers ${statusCode}.`);
    if (!['', 'identity'].includes(headers['content-encoding'] ?? ''))
      throw new PictureError('Its server sends it packed, which was not asked for.');
    return { picture: pictureOf(await bodyOf(response)) };
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('Its server broke off.');
  } finally {
    response.destroy();
  }
}

function readUrl(address: string): URL {
  if (!URL.canParse(address)) throw new PictureError('Its address cannot be read.');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new PictureError('Only addresses of the web (http, https) are asked.');
  if (url.username !== '' || url.password !== '') throw new PictureError('Its address holds a password.');
  if (!PORTS.has(url.port)) throw new PictureError('Its address names a port that web servers do not use.');
  return url;
}

async function publicAddressOf(url: URL, there: Outside, patience: AbortSignal): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await within(there.resolve(host), patience) : [host];
  const [first] = addresses;
  if (first === undefined) throw new PictureError('Its server does not exist.');
  if (!addresses.every(isPublicAddress))
    throw new PictureError('Its address does not lead into the public internet.');
  return first;
}

/** Names are asked for without a way to break off, so the wait is. */
async function within(asking: Promise<string[]>, patience: AbortSignal): Promise<string[]> {
  const late = new Promise<never>((_resolve, reject) => {
    patience.addEventListener('abort', () => reject(new PictureError('Its server takes too long.')), {
      once: true,
    });
  });
  try {
    return await Promise.race([asking, late]);
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('Its server does not exist.');
  }
}

function respond(url: URL, address: string, there: Outside, patience: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return new Promise((resolve, reject) => {
    const asking = request({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      createConnection: () => there.connect({ address, port, secure, host }),
      headers: {
        Host: url.host,
        Accept: 'image/png,image/jpeg,image/gif,image/webp',
        'Accept-Encoding': 'identity',
        'User-Agent': 'Mozilla/5.0 (compatible; picture proxy)',
        Connection: 'close',
      },
      signal: patience,
      maxHeaderSize: 16_384,
    });
    asking.on('response', resolve);
    asking.on('error', () =>
      reject(
        new PictureError(patience.aborted ? 'Its server takes too long.' : 'Its server cannot be reached.'),
      ),
    );
    asking.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = Number(response.headers['content-length'] ?? 0);
  if (size > MOST_BYTES) throw new PictureError('It is too large.');
  size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new PictureError('It is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pictureOf(bytes: Buffer): Picture {
  const sniffed = sniffPicture(bytes);
  if (sniffed === null) throw new PictureError('It is no PNG, JPEG, GIF or WebP.');
  if ((sniffed.width ?? 0) * (sniffed.height ?? 0) > MOST_PIXELS)
    throw new PictureError('It has more points than a screen could show.');
  return { type: sniffed.type, bytes };
}
