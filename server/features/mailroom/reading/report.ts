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

/** What the parts of a multipart/report say; null where they say nothing. */
export function readReport(parts: readonly ReportPart[]): MailReport | null {
  const about = originalIds(parts);
  const status = parts.find((part) => /^message\/(global-)?delivery-status$/.test(part.type));
  if (status !== undefined) return deliveryReport(status.text, about);
  if (parts.some((part) => part.type === 'message/feedback-report'))
    return { kind: 'feedback', recipients: complained(parts), about };
  return null;
}

/** Exim and others name who was not reached in a header of the report. */
export function failedRecipients(header: string, text: string): BounceReport[] {
  const addresses = [...new Set(header.match(/[^\s<>,;"']+@[^\s<>,;"']+/g) ?? [])].slice(0, 50);
  return addresses.map((recipient) => said(recipient, '', near(text, recipient), false));
}

/** A report that only its words give away (qmail, old Exchange): addresses in angle brackets or at the beginning of lines. */
export function wordsOfFailure(text: string): BounceReport[] {
  const beginning = text.slice(0, 8000);
  const found = [
    ...beginning.matchAll(
      /(?:^|\n)[ \t>*]*<?([^\s<>@:;,"]{1,64}@[^\s<>@:;,"]{1,190})>?[:.]?[ \t]*(?=\n|$|\.\.\.)/g,
    ),
  ];
  const addresses = [...new Set(found.map((match) => (match[1] as string).replace(/[.)]+$/, '')))].slice(
    0,
    20,
  );
  return addresses.map((recipient) => said(recipient, '', near(beginning, recipient), false));
}

type Block = Map<string, string>;

function deliveryReport(text: string, about: string[]): MailReport {
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
      said(addressOf(block), statusOf(block), block.get('diagnostic-code') ?? '', true),
    ),
  };
}

function said(recipient: string, status: string, diagnostic: string, structured: boolean): BounceReport {
  const code = status === '' ? (/\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic)?.[1] ?? '') : status;
  const reason = bounceReason(code, diagnostic);
  const temporary =
    code.startsWith('4') || (code === '' && /\b4\d\d\b/.test(diagnostic) && !/\b5\d\d\b/.test(diagnostic));
  return {
    recipient,
    status: code,
    reason,
    hard: !temporary && (structured || code !== '' || reason !== 'undefined') && HARD.has(reason),
    state: bounceState(reason),
  };
}

/** Reasons that will not pass by themselves. */
const HARD = new Set(['userunknown', 'hostunknown', 'hasmoved', 'notaccept']);

function blocksOf(text: string): Block[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map(readBlock)
    .filter((block) => block.size > 0);
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
  const diagnostic = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(block.get('diagnostic-code') ?? '')?.[1];
  // `5.0.0` says nothing: the other server's own words are better.
  return /^[45]\.0\.0$/.test(own) || own === '' ? (diagnostic ?? own) : own;
}

function complained(parts: readonly ReportPart[]): BounceReport[] {
  const feedback = readBlock(
    parts.find((part) => part.type === 'message/feedback-report')?.text.replace(/\r\n?/g, '\n') ?? '',
  );
  const address = feedback.get('original-rcpt-to') ?? feedback.get('removal-recipient') ?? '';
  return address === ''
    ? []
    : [
        {
          recipient: address.replace(/^<|>$/g, ''),
          status: '',
          reason: 'feedback',
          hard: false,
          state: 'unknown',
        },
      ];
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
  const at = text.indexOf(address);
  return at === -1 ? text.slice(0, 1000) : text.slice(at, at + 800);
}
