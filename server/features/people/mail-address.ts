import { domainToASCII, domainToUnicode } from 'node:url';
import { Fault } from '#kernel/errors.ts';

/** Mail addresses as cards keep them: lower case, the domain in its own letters; compared with the domain in ASCII. */

const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The address without the decoration people paste with it (`mailto:`, angle brackets, a name before it), lower case.
 * Throws Fault `invalid` at `path`. Sizes from RFC 5321 4.5.3.1; international local parts from RFC 6531.
 */
export function mailAddress(written: string, path = 'value'): string {
  const [, bare = written] = /<([^<>]*)>\s*$/.exec(written) ?? [];
  const address = lower(bare.trim().replace(/^mailto:/i, ''));
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.slice(at + 1));
  const labels = domain.split('.');
  const sound =
    at > 0 &&
    local.length <= 64 &&
    domain.length <= 253 &&
    LOCAL.test(local) &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label));
  if (!sound || /^\d+$/.test(labels.at(-1) ?? ''))
    throw Fault.invalidAt(
      path,
      'email',
      `"${written.slice(0, 80)}" is no mail address; it looks like name@example.com`,
    );
  return `${local}@${domainToUnicode(domain)}`;
}

/** What two writings of one address share: lower case, the domain in ASCII. Text that is no address gives itself in lower case. */
export function mailKey(address: string): string {
  const text = lower(address.trim());
  const at = text.lastIndexOf('@');
  if (at < 0) return text;
  const domain = domainToASCII(text.slice(at + 1));
  return `${text.slice(0, at)}@${domain === '' ? text.slice(at + 1) : domain}`;
}

/** İ in capitals would leave a loose dot behind. */
function lower(text: string): string {
  return text.normalize('NFC').replaceAll('İ', 'i').toLowerCase();
}
