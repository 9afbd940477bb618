import { setting } from '#platform/settings/api.ts';

/** Domains that belong to nobody (RFC 2606, RFC 6761): samples live there, and may be written to. */
const RESERVED = /(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$/;

/** Why mail to an address is held now, or null. */
export function whyHeld(destination: string): string | null {
  const reason = setting('sendingHeld');
  return reason === 'demo' && RESERVED.test(destination) ? null : reason;
}
