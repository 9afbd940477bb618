import type { BounceReport } from '#platform/messages/model.ts';
import { bounceReason, bounceState } from './reason.ts';

/**
 * Reports about mail: delivery status notifications (RFC 3464), and complaints (ARF, RFC 5965). A delivery status is blocks of
 * header lines: one about the message, then one for each recipient. A recipient's block is read together with the first and
 * never with another, or one recipient's fate is pinned on another.
 */

export interface MailReport {
  kind: 'bounce' | 'delay' | 'feedback';
  recipients: BounceReport[];
  /** Message-IDs of the mail it is about, without brackets. */
  about: string[];
}

/** A part of the report as its type and its first letters. */
export interface ReportPart {
  type: string;
  text: string;
}

/** What the parts of a multipart/report say; null where they say nothing. `text`: what it says to people. */
export function readReport(parts: readonly ReportPart[], text = ''): MailReport | null {
  const about = originalIds(parts);
  const status = parts.find((part) => /^message\/(global-)?delivery-status$/.test(part.type));
  if (status !== undefined) return deliveryReport(status.text, about, text);
  if (parts.some((part) => part.type === 'message/feedback-report'))
    return { kind: 'feedback', recipients: complained(parts), about };
  return null;
}

/** A delivery status whose parts came apart on the way (boundaries that fit nothing, a report inside a text): found by its own lines. */
export function brokenReport(body: string): MailReport | null {
  const at = body.search(/^(?:reporting-mta|final-recipient|original-recipient):/im);
  if (at === -1 || !/^final-recipient:/im.test(body)) return null;
  const end = body.slice(at).search(/^[ \t]*--[^\s-]/m);
  const report = deliveryReport(
    end === -1 ? body.slice(at) : body.slice(at, at + end),
    [],
    body.slice(0, at),
  );
  return report.recipients.length === 0 ? null : report;
}

/** Exim and others name who was not reached in a header of the report. */
export function failedRecipients(header: string, text: string): BounceReport[] {
  const addresses = [...new Set(header.match(/[^\s<>,;"']+@[^\s<>,;"']+/g) ?? [])].slice(0, 50);
  const told = beforeOriginal(text);
  return addresses.map((recipient) => said(recipient, '', near(told, recipient), false));
}

type Block = Map<string, string>;

function deliveryReport(text: string, about: string[], human: string): MailReport {
  const [first, ...rest] = blocksOf(text);
  const blocks = first?.has('final-recipient') || first?.has('original-recipient') ? [first, ...rest] : rest;
  const told = blocks.filter((block) => addressOf(block) !== '').slice(0, 200);
  const failed = told.filter((block) => (block.get('action') ?? 'failed').startsWith('fail'));
  const delayed = told.filter((block) => (block.get('action') ?? '').startsWith('delay'));
  const kind = failed.length === 0 && delayed.length > 0 ? 'delay' : 'bounce';
  const shown = kind === 'delay' ? delayed : failed;
  return {
    kind,
    about,
    recipients: shown.map((block) =>
      said(addressOf(block), statusOf(block), diagnosticOf(block, human), true, kind === 'delay'),
    ),
  };
}

/** Where a report stops talking and repeats the original. */
const ORIGINAL =
  /^[ \t>]*-*[ \t]*(?:below this line|this is a copy of|(?:the )?(?:original|unsent|returned) (?:message|mail)\b(?! was| has| could)|message headers follow|headers of the original)/im;

/** What a report itself says: the original is full of addresses, and of words that mean nothing here. */
export function beforeOriginal(text: string): string {
  const cut = text.search(ORIGINAL);
  return cut === -1 ? text : text.slice(0, cut);
}

/** What is known of one recipient, from a code (may be empty) and the other server's words. `late`: it is only late so far. */
export function said(
  recipient: string,
  status: string,
  diagnostic: string,
  structured: boolean,
  late = false,
): BounceReport {
  const code = status === '' ? (STATUS.exec(diagnostic)?.[1] ?? '') : status;
  const temporary =
    late ||
    code.startsWith('4') ||
    (code === '' && /\b4\d\d\b/.test(diagnostic) && !/\b5\d\d\b/.test(diagnostic));
  const reason = bounceReason(code, diagnostic, { recipient, temporary, late });
  return {
    recipient,
    // That it may pass is all that is known of it, and is kept.
    status: code === '' && temporary ? '4.0.0' : code,
    reason,
    hard: !temporary && (structured || code !== '' || reason !== 'undefined') && HARD.has(reason),
    state: temporary ? lasting(bounceState(reason, diagnostic)) : bounceState(reason, diagnostic),
  };
}

/** An enhanced code (RFC 3463), which is no piece of an IP address. */
const STATUS = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** What is only so for now makes no address dead. */
function lasting(state: string): string {
  return state === 'address-dead' ? 'unknown' : state;
}

/** Reasons that will not pass by themselves. */
const HARD = new Set(['userunknown', 'hostunknown', 'hasmoved', 'notaccept']);

function blocksOf(text: string): Block[] {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // Some encode what must not be encoded (RFC 3464, 2.1).
      .replace(/=\n/g, '')
      .split(/\n[ \t]*\n/)
      .map(readBlock)
      .filter((block) => block.size > 0)
  );
}

/** Header lines, unfolded. A Map, since names are a stranger's. */
function readBlock(text: string): Block {
  const block: Block = new Map();
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([A-Za-z][A-Za-z0-9-]{0,60})\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !block.has(name.toLowerCase()))
      block.set(name.toLowerCase(), value.trim().slice(0, 2000));
  }
  return block;
}

/** The address as it was written to, where both are told: it is the one that stands on the card. */
function addressOf(block: Block): string {
  const value = block.get('original-recipient') ?? block.get('final-recipient') ?? '';
  const address = value
    .replace(/^[a-z0-9-]+\s*;\s*/i, '')
    .replace(/^<|>$/g, '')
    .trim();
  return address.includes('@')
    ? address
    : (block.get('final-recipient') ?? '')
        .replace(/^[a-z0-9-]+\s*;\s*/i, '')
        .replace(/^<|>$/g, '')
        .trim();
}

function statusOf(block: Block): string {
  const own = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(block.get('status') ?? '')?.[1] ?? '';
  const diagnostic = STATUS.exec(block.get('diagnostic-code') ?? '')?.[1];
  // `5.0.0` says nothing: the other server's own words are better.
  return /^[45]\.0\.0$/.test(own) || own === '' ? (diagnostic ?? own) : own;
}

/** The other server's words, with what stands in brackets behind the code; where there are none, those for people. */
function diagnosticOf(block: Block, human: string): string {
  const comment = /\(([^)]{5,200})\)/.exec(block.get('status') ?? '')?.[1] ?? '';
  const words = (block.get('diagnostic-code') ?? '').replace(/^smtp;\s*/i, '');
  const telling = /[a-z]{3}/i.test(words) ? words : near(human, addressOf(block));
  return /^(?:permanent|temporary|transient|failure)/i.test(comment)
    ? telling
    : `${comment} ${telling}`.trim();
}

/** Who complained: every recipient that is named, else whom the original went to. Many providers blacken the address. */
function complained(parts: readonly ReportPart[]): BounceReport[] {
  const feedback = parts.find((part) => part.type === 'message/feedback-report')?.text ?? '';
  const named = [
    ...feedback.matchAll(/^(?:original-rcpt-to|removal-recipient)\s*:\s*<?([^\s<>]+@[^\s<>]+)>?/gim),
  ].map((match) => match[1] as string);
  const addresses =
    named.length > 0 ? named : parts.flatMap((part) => recipientsOfOriginal(part.text).slice(0, 1));
  return [...new Set(addresses)].slice(0, 200).map((recipient) => ({
    recipient,
    status: '',
    reason: 'feedback',
    hard: false,
    state: 'unknown',
  }));
}

/** Whom a repeated original was to, by its header. */
export function recipientsOfOriginal(original: string): string[] {
  const to = /^to:([^\n]*(?:\n[ \t][^\n]*)*)/im.exec(original)?.[1] ?? '';
  return to.match(/[^\s<>,;"'()]+@[a-z0-9.-]*[a-z0-9]/gi) ?? [];
}

/** Message-IDs that a body names by their header line, without brackets: of the original, where it is repeated in whatever form. */
export function idsNamed(body: string): string[] {
  return [
    ...new Set(
      [...body.matchAll(/^[ \t>]*message-id:\s*<([^<>\s]{3,300})>/gim)].map((match) => match[1] as string),
    ),
  ].slice(0, 10);
}

/** Message-IDs of the original, from the part that repeats it. */
function originalIds(parts: readonly ReportPart[]): string[] {
  const found = parts
    .filter((part) =>
      /^(message\/(rfc822|global|partial)|text\/rfc822-headers|message\/global-headers)$/.test(part.type),
    )
    .map((part) => /(?:^|\n)message-id:\s*<([^<>\s]+)>/i.exec(part.text)?.[1])
    .filter((id) => id !== undefined);
  return [...new Set(found)];
}

/** The lines around an address: what is said about it. */
function near(text: string, address: string): string {
  const at = address === '' ? -1 : text.indexOf(address);
  return at === -1 ? text.slice(0, 1000) : text.slice(at, at + 800);
}
