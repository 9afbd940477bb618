import type { AudienceCard } from '#features/people/api.ts';
import type { Actor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { LANGUAGES, say } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';
import { documentsOf, openDocument } from '#platform/files/api.ts';
import { LetterFrame } from '#platform/messages/channels/mail/letter-frame.ts';
import type { MailAttachment } from '#platform/messages/channels/mail/render.ts';
import { assertSize, picturesOf } from '#platform/messages/composing/attachments.ts';
import { escaped, htmlOf, outgoingHtml, page, textOf } from '#platform/messages/composing/body.ts';
import { sendInput } from '#platform/messages/composing/input.ts';
import { setting } from '#platform/settings/api.ts';
import { filled, Slots, type Words, wordsFor } from './fields.ts';
import type { Letter } from './model.ts';
import { salutation } from './salutation.ts';

/**
 * A letter made ready to be written to anybody: its text read once, in each of the languages that a letter of the house speaks
 * around it (the distribution note, how to be left alone). What differs from one recipient to the next are words in slots.
 */

export interface Sheet {
  language: Language;
  frame: LetterFrame;
  text: (string | number)[];
  html: (string | number)[];
}

export interface Composed {
  slots: Slots;
  subject: (string | number)[];
  sheets: Record<Language, Sheet>;
  attachments: MailAttachment[];
}

export interface Written {
  subject: string;
  text: string;
  html: string;
  words: { text: string; html: string }[];
}

/** The names of everybody who gets it, for the distribution note; more are counted, not named. */
export interface Distribution {
  names: readonly string[];
  count: number;
}
const MOST_NAMED = 300;

/** Reads the letter's text. Throws Fault `invalid` with the place of what cannot be used. */
export async function compose(letter: Letter, actor: Actor, distribution: Distribution): Promise<Composed> {
  const slots = new Slots();
  const body = await bodyOf(letter, actor);
  assertFieldsInText(body.html);
  const subject = slots.read(letter.subject, 'subject');
  const sheets = {} as Record<Language, Sheet>;
  for (const language of LANGUAGES) {
    const around = aroundOf(letter, language, distribution);
    const text = slots.read(`${around.textBefore}${body.text.trimEnd()}\n${around.textAfter}`, 'text');
    const html = page(`${around.htmlBefore}${body.html}${around.htmlAfter}`, language);
    const parts = slots.read(html, 'html');
    sheets[language] = {
      language,
      text,
      html: parts,
      frame: new LetterFrame({ text, html: parts, attachments: body.attachments }),
    };
  }
  return { slots, subject, sheets, attachments: body.attachments };
}

/** The words of one recipient, as text and escaped for HTML, and the subject with them. */
export function spokenTo({ slots, subject }: Composed, words: Words): Pick<Written, 'subject' | 'words'> {
  const plain = wordsFor(slots, words);
  return {
    subject: filled(subject, plain).slice(0, 998),
    words: plain.map((text) => ({ text, html: escaped(text) })),
  };
}

/** The whole letter as it reads with them. */
export function writeTo(composed: Composed, words: Words, language: Language): Written {
  const spoken = spokenTo(composed, words);
  const { text, html } = composed.sheets[language];
  return {
    ...spoken,
    text: filled(
      text,
      spoken.words.map((word) => word.text),
    ),
    html: filled(
      html,
      spoken.words.map((word) => word.html),
    ),
  };
}

/** What a letter can say of a card. */
export function wordsOf(
  letter: Letter,
  card: AudienceCard,
  address: string,
  facts: { reference: string; unsubscribe: string },
): Words {
  const language = languageOf(letter, card);
  return {
    salutation: letter.salutation === 'formal' ? salutation(card, card.language ?? language) : '',
    name: card.name,
    givenName: card.givenName,
    familyName: card.familyName,
    formOfAddress: card.formOfAddress ?? '',
    organisation: card.entity === 'organisation' ? card.name : (card.position?.organisation.name ?? ''),
    title: card.position?.title ?? '',
    email: address,
    reference: facts.reference,
    today: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: setting('timeZone') }).format(
      new Date(`${dayIn(setting('timeZone'), now())}T12:00:00Z`),
    ),
    unsubscribe: facts.unsubscribe,
  };
}

/** The language in which the house speaks to a card. */
export function languageOf(letter: Letter, card: Pick<AudienceCard, 'language'>): Language {
  return LANGUAGES.find((each) => each === card.language) ?? letter.language;
}

interface Body {
  text: string;
  html: string;
  attachments: MailAttachment[];
}

async function bodyOf(letter: Letter, actor: Actor): Promise<Body> {
  const documents = (await documentsOf('letter', [letter.id])).get(letter.id) ?? [];
  const attached = await Promise.all(
    documents.map(async (row) => ({
      name: row.name,
      type: row.type,
      bytes: await openDocument(row),
      contentId: null,
    })),
  );
  assertSize(attached.reduce((sum, each) => sum + each.bytes.length, 0));
  if (letter.html === null || letter.html.trim() === '') {
    const text = linesOf(letter.text ?? '');
    return { text, html: htmlOf(text), attachments: attached };
  }
  const nothing = sendInput.parse({});
  const pictures = await picturesOf(letter.html, nothing, actor, 'letter.lobi');
  const html = outgoingHtml(letter.html, (src) => pictures.get(src)?.contentId ?? null);
  const shown = [...pictures.values()].filter((each) => html.includes(`cid:${each.contentId}`));
  const attachments = [...shown, ...attached];
  assertSize(attachments.reduce((sum, each) => sum + each.bytes.length, 0));
  return { text: linesOf(letter.text ?? textOf(html)), html, attachments };
}

/** Fields are words, so they stand between tags, never inside of one: an address made of a card's words could lead anywhere. */
function assertFieldsInText(html: string): void {
  const [tag] = html.match(/<[^>]*\{\{[^>]*>/) ?? [];
  if (tag !== undefined)
    throw Fault.invalidAt('html', 'letter.fieldInTag', `A field cannot stand inside ${tag.slice(0, 60)}`);
}

function aroundOf(letter: Letter, language: Language, { names, count }: Distribution) {
  const before: string[] = [];
  if (letter.reference !== null && !mentions(letter, 'reference'))
    before.push(`${say(language, 'letters.reference')} {{reference}}`);
  if (letter.salutation === 'formal' && !mentions(letter, 'salutation')) before.push('{{salutation}}');
  else if (letter.salutation !== 'formal' && letter.salutation !== '') before.push(letter.salutation);
  const note = !letter.distributionNote
    ? null
    : count > MOST_NAMED
      ? say(language, 'letters.distributionCount', { count })
      : `${say(language, 'letters.distribution')} ${names.join('; ')}`;
  const sender = letter.purpose === 'commercial' ? senderWords(language) : null;
  const leave = say(language, 'letters.unsubscribe');
  const after = [note, sender].filter((each) => each !== null).map(withoutFields);
  return {
    textBefore: before.map((line) => `${line}\n\n`).join(''),
    textAfter: `\n${['-- ', ...after, `${leave} {{unsubscribe}}`].join('\n')}\n`,
    htmlBefore: before.map((line) => `<p>${escapedAround(line)}</p>\n`).join(''),
    htmlAfter: `<hr>\n<p><small>${[...after.map(escaped), `<a href="{{unsubscribe}}">${escaped(leave.replace(/:$/, ''))}</a>`].join('<br>\n')}</small></p>`,
  };
}

/** Who sends, as the law wants it in commercial messages. */
function senderWords(language: Language): string {
  const identification = setting('senderIdentification').trim();
  return `${say(language, 'letters.sender')} ${setting('company')}${identification === '' ? '' : ` · ${identification}`}`;
}

function mentions(letter: Letter, field: string): boolean {
  return new RegExp(`\\{\\{\\s*${field}\\s*(\\||\\}\\})`).test(`${letter.text ?? ''}${letter.html ?? ''}`);
}

/** Names are words of people: whatever braces they hold are not fields. */
function withoutFields(text: string): string {
  return text.replace(/[{}]/g, '').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Escaped, but for the fields in it. */
function escapedAround(line: string): string {
  return line
    .split(/(\{\{[^{}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : escaped(part)))
    .join('');
}

function linesOf(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
}
