/** What a new mail begins with: to whom, which subject, what is quoted; for an answer, an answer to all, a forward. */
import type { Message, Party } from './messages.ts';
import { nameOfParty } from './messages.ts';
import { escaped, quoted } from './plain.ts';

export type Mode = 'new' | 'reply' | 'reply-all' | 'forward';

export interface Start {
  to: Party[];
  cc: Party[];
  subject: string;
}

/** Prefixes that mail programs of many languages put before subjects; one of them is enough. */
const answerPrefix = /^\s*(?:(?:re|ynt|yan|odp|aw|sv|antw|rv|ref)\s*(?:\[\d+\])?\s*[:：]\s*)+/i;
const forwardPrefix = /^\s*(?:(?:fwd?|ilt|i̇lt|pd|wg|tr|rv|doorst)\s*(?:\[\d+\])?\s*[:：]\s*)+/iu;

/** 'YNT: Teklif' answered in Turkish stays 'Ynt: Teklif'; prefixes are not piled up. */
export function subjectFor(mode: Mode, subject: string, lang: string): string {
  const words = { reply: { tr: 'Ynt', pl: 'Odp', en: 'Re' }, forward: { tr: 'İlt', pl: 'PD', en: 'Fwd' } };
  if (mode === 'new') return subject;
  const bare = subject.replace(answerPrefix, '').replace(forwardPrefix, '').trim();
  const prefix = words[mode === 'forward' ? 'forward' : 'reply'][lang as 'tr' | 'pl' | 'en'] ?? 'Re';
  return `${prefix}: ${bare}`.trim();
}

/**
 * To whom an answer goes: to Reply-To where the sender names one, else to the sender; an answer to our own mail goes to whom that
 * went. Our own addresses are left out, and nobody stands twice.
 */
export function startOf(mode: Mode, message: Message, ours: string[], lang: string): Start {
  const subject = subjectFor(mode, message.subject ?? '', lang);
  if (mode === 'forward' || mode === 'new') return { to: [], cc: [], subject };
  const own = new Set(ours.map((address) => address.toLowerCase()));
  const seen = new Set<string>();
  const once = (parties: Party[]) =>
    parties.filter(({ address }) => {
      const key = address.toLowerCase();
      return !own.has(key) && !seen.has(key) && seen.add(key);
    });
  const mine = message.direction === 'out';
  const back = mine ? (message.to ?? []) : message.replyTo?.length ? message.replyTo : [message.from];
  const to = once(back);
  if (mode === 'reply') return { to, cc: [], subject };
  const others = mine ? [] : (message.to ?? []);
  return { to, cc: once([...others, ...(message.cc ?? [])]), subject };
}

export interface Original {
  text: string;
  html: string;
}

/** The original below an answer or a forward, as text and as HTML; `intro` is the line over it, in the writer's language. */
export function originalOf(mode: Mode, message: Message, intro: string): Original {
  const html = message.html || `<div>${escaped(message.text ?? '').replace(/\n/g, '<br>')}</div>`;
  const head = intro.split('\n').map(escaped).join('<br>');
  if (mode === 'forward') {
    return {
      text: `${intro}\n\n${message.text ?? ''}`,
      html: `<div class="lobi-quote"><p>${head}</p>${html}</div>`,
    };
  }
  return {
    text: `${intro}\n${quoted(message.text ?? '')}`,
    html: `<div class="lobi-quote"><p>${head}</p><blockquote type="cite">${html}</blockquote></div>`,
  };
}

/** 'Şule Işık <s.isik@ozturkgida.example>' */
export function fullParty(party: Party): string {
  const name = nameOfParty(party);
  return name === party.address ? party.address : `${name} <${party.address}>`;
}
