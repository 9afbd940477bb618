import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';

/**
 * Addresses as people type them: `Name <user@domain>` or the address alone. Taken are dot-atoms (RFC 5321, 4.1.2) at domain
 * names; a domain in other letters goes out in its ASCII form (RFC 5891). What cannot be delivered is said at once.
 */

export interface MailAddress {
  /** Without line ends and control characters; may be empty. */
  name: string;
  /** Domain in lower case, ASCII. */
  address: string;
  domain: string;
}

export class AddressError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AddressError';
  }
}

const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const CONTROL = /\p{Cc}|[\u2028\u2029]/u;

/** Reads one typed address. Throws AddressError with a sentence for the person. */
export function readAddress(text: string): MailAddress {
  if (CONTROL.test(text)) throw new AddressError('An address has no line breaks or control characters.');
  // The parser would take the last word for the address, and the rest for a name.
  if (!text.includes('<') && /\s/.test(text.trim()))
    throw new AddressError(`"${text}" is not one mail address.`);
  const parsed = addressparser(text);
  const [first] = parsed;
  if (parsed.length !== 1 || first === undefined || first.group !== undefined)
    throw new AddressError(`"${text}" is not one mail address.`);
  return checkedAddress(first.name ?? '', first.address ?? '');
}

/** Checks a name and an address that came apart. Throws AddressError. */
export function checkedAddress(name: string, address: string): MailAddress {
  if (CONTROL.test(name) || CONTROL.test(address))
    throw new AddressError('An address has no line breaks or control characters.');
  const at = address.lastIndexOf('@');
  if (at < 1) throw new AddressError(`"${address}" is not a mail address: it has no @.`);
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1).replace(/\.$/, '')).toLowerCase();
  if (/[^\x20-\x7e]/.test(local))
    throw new AddressError(`"${address}": letters beyond ASCII before the @ cannot be delivered reliably.`);
  if (!ATOM.test(local) || local.length > 64) throw new AddressError(`"${address}" is not a mail address.`);
  if (!isDomain(domain)) throw new AddressError(`"${address}" has no usable domain.`);
  const whole = `${local}@${domain}`;
  if (whole.length > 254)
    throw new AddressError(`"${whole.slice(0, 60)}…" is longer than an address may be.`);
  return { name: name.replace(/\s+/g, ' ').trim().slice(0, 200), address: whole, domain };
}

/** A host name; one label alone is a machine of the own network (`localhost`), and numbers are not names. */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return (
    domain.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}
