/**
 * Whether an answer of the set-up would do, as the server will see it (settings/api.ts, access/passwords.ts): a step is ticked only
 * then. The server has the last word.
 */
import { passwordLength } from './password-length.ts';

const domain = /^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;
const address = /^[^\s@]+@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;

export function fits(name: string, value: string, email: string): boolean {
  const text = value.trim();
  if (text === '') return false;
  if (name === 'publicUrl') return isWebAddress(text);
  if (name === 'mailDomain') return isDomains(text);
  if (name === 'email') return address.test(text) && !text.includes('..');
  if (name === 'password') return isPassword(value, email.trim().toLowerCase());
  return true;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text);
}

function isDomains(text: string): boolean {
  const domains = text.split(/[,\s]+/).filter(Boolean);
  // "not a domain" is three names to a machine; a lone word is only good on one's own machine.
  const named = (each: string) => domain.test(each) && !each.includes('..');
  return (
    domains.length > 0 && domains.every((each) => named(each) && (each.includes('.') || each === 'localhost'))
  );
}

function isPassword(value: string, email: string): boolean {
  const plain = value.normalize('NFKC').toLowerCase();
  const long = [...plain].length >= passwordLength && new Set(plain).size >= 4;
  return long && plain !== email && plain !== email.split('@')[0];
}
