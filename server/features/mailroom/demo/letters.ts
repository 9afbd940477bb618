import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The sample letters: a file per correspondence, a part per mail.
 *
 *   --- in 12d 09:18            received twelve days ago; `out 4d 11:20 elif` was written by a colleague
 *   From: Şule Işık <s.isik@ozturkgida.example>
 *   To: satis@                  a mailbox of the firm
 *   Subject: …                  also Cc, Attach (names), Charset, Html, Auto
 *                               an empty line, then the text
 */
export interface Letter {
  /** File it stands in: mails of one file answer each other. */
  thread: string;
  direction: 'in' | 'out';
  daysAgo: number;
  /** `HH:MM` in the firm's zone. */
  time: string;
  /** Who of the firm wrote it. */
  author: string | null;
  from: string | null;
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  attachments: string[];
  /** As old mail programs wrote it; UTF-8 where it is not said. */
  charset: string;
  /** With pictures from afar, as newsletters and some programs have them. */
  tracked: boolean;
  automatic: boolean;
}

const FOLDER = join(import.meta.dirname, 'letters');
const HEAD = /^--- (in|out) (\d+)d (\d\d:\d\d)(?: (\w+))?$/;

/** All sample letters, oldest first. */
export function readLetters(): Letter[] {
  const letters = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => lettersOf(name.replace('.txt', ''), readFileSync(join(FOLDER, name), 'utf8')));
  return letters.sort((a, b) => b.daysAgo - a.daysAgo || (a.time < b.time ? -1 : 1));
}

function lettersOf(thread: string, file: string): Letter[] {
  return file
    .split(/^(?=--- (?:in|out) )/m)
    .filter((part) => part.trim() !== '')
    .map((part) => letterOf(thread, part));
}

function letterOf(thread: string, part: string): Letter {
  const [head = '', ...rest] = part.split('\n');
  const [, direction, days, time = '', author] = HEAD.exec(head) ?? [];
  if (direction === undefined) throw new Error(`${thread}: "${head}" does not begin a letter.`);
  const gap = rest.indexOf('');
  const fields = new Map(
    rest
      .slice(0, gap)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const several = (name: string) =>
    (fields.get(name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    thread,
    direction: direction as 'in' | 'out',
    daysAgo: Number(days),
    time,
    author: author ?? null,
    from: fields.get('From') ?? null,
    to: several('To'),
    cc: several('Cc'),
    subject: fields.get('Subject') ?? '',
    text: `${rest
      .slice(gap + 1)
      .join('\n')
      .trim()}\n`,
    attachments: several('Attach'),
    charset: fields.get('Charset') ?? 'utf-8',
    tracked: fields.has('Html'),
    automatic: fields.has('Auto'),
  };
}
