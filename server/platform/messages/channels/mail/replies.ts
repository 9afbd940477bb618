/**
 * Replies of SMTP (RFC 5321, 4.2), read from a stream of bytes. A server that sends endless lines or replies is cut off:
 * nothing it says may fill our memory.
 */

export interface SmtpReply {
  code: number;
  /** Text of all lines, without codes, joined by line feeds. */
  text: string;
  /** As it came, lines joined by line feeds. */
  verbatim: string;
  /** RFC 3463 `x.y.z` at the beginning of the text. */
  enhancedCode: string | null;
}

/** The server does not speak SMTP, or lies. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

const LONGEST_LINE = 4096;
const MOST_LINES = 128;

export class ReplyReader {
  #rest = '';
  #lines: string[] = [];

  /** Whether part of a reply stands unread. */
  get halfRead(): boolean {
    return this.#rest !== '' || this.#lines.length > 0;
  }

  /** Takes bytes, gives the replies that are complete with them. Throws ProtocolError. */
  read(chunk: Buffer): SmtpReply[] {
    this.#rest += chunk.toString('utf8');
    const replies: SmtpReply[] = [];
    for (let end = this.#rest.indexOf('\n'); end !== -1; end = this.#rest.indexOf('\n')) {
      const line = this.#rest.slice(0, end).replace(/\r$/, '');
      this.#rest = this.#rest.slice(end + 1);
      const reply = this.#take(line);
      if (reply !== undefined) replies.push(reply);
    }
    if (this.#rest.length > LONGEST_LINE) throw new ProtocolError('The server sent a line without end.');
    return replies;
  }

  #take(line: string): SmtpReply | undefined {
    if (!/^\d{3}(?:[ -]|$)/.test(line) || line.length > LONGEST_LINE)
      throw new ProtocolError(`The server does not speak SMTP: ${line.slice(0, 200)}`);
    this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) throw new ProtocolError('The server sent a reply without end.');
    if (line[3] === '-') return undefined;
    const lines = this.#lines;
    this.#lines = [];
    const text = lines.map((each) => each.slice(4)).join('\n');
    return {
      code: Number(line.slice(0, 3)),
      text,
      verbatim: lines.join('\n'),
      enhancedCode: enhancedCodeOf(text),
    };
  }
}

function enhancedCodeOf(text: string): string | null {
  return /^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(text)?.[1] ?? null;
}
