import { ConnectionError, Conversation, type Target } from './conversation.ts';
import { isLoopback } from './inside.ts';
import type { Timeouts } from './options.ts';
import type { SmtpReply } from './replies.ts';

/** The first part of the dialogue: greeting, EHLO, STARTTLS, AUTH. */

export interface SessionWishes {
  /** Our name in EHLO. */
  name: string;
  /** `implicit`: from the first byte. `try`: STARTTLS where it is offered. `no`: it failed there before. */
  tls: 'implicit' | 'try' | 'no';
  /** Signs in, as the smart host wants it. */
  login: { user: string; password: string } | null;
}

export interface Session {
  conversation: Conversation;
  /** `mx1.firm.example [192.0.2.1]:25` */
  host: string;
  pipelining: boolean;
  /** Most bytes it takes; null = it does not say. */
  size: number | null;
  takesSize: boolean;
}

/** The server said no before any mail was named. */
export class RefusedError extends Error {
  readonly reply: SmtpReply;
  constructor(reply: SmtpReply) {
    super(reply.verbatim);
    this.name = 'RefusedError';
    this.reply = reply;
  }
}

/** STARTTLS was promised and did not work: the caller may come again without (opportunistic, RFC 7435). */
export class TlsFailedError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'TlsFailedError';
  }
}

/** Opens a session. Rejects with ConnectionError, ProtocolError, RefusedError or TlsFailedError. */
export async function openSession(
  target: Target,
  wishes: SessionWishes,
  timeouts: Timeouts,
): Promise<Session> {
  const verify = wishes.login !== null && !isLoopback(target.address);
  const implicit = wishes.tls === 'implicit' ? { verify } : undefined;
  const conversation = await Conversation.open(target, timeouts.connect, implicit);
  try {
    expectCode(await conversation.reply(timeouts.greeting), 220);
    let features = await hello(conversation, wishes.name, timeouts);
    if (wishes.tls === 'try' && features.has('STARTTLS')) {
      await startTls(conversation, verify, timeouts);
      features = await hello(conversation, wishes.name, timeouts);
    }
    if (wishes.login !== null) await signIn(conversation, wishes.login, features, timeouts);
    const size = features.get('SIZE');
    return {
      conversation,
      host: `${target.servername} [${target.address}]:${target.port}`,
      pipelining: features.has('PIPELINING'),
      takesSize: size !== undefined,
      size: size !== undefined && Number(size) > 0 ? Number(size) : null,
    };
  } catch (error) {
    conversation.end();
    throw error;
  }
}

async function hello(
  conversation: Conversation,
  name: string,
  timeouts: Timeouts,
): Promise<Map<string, string>> {
  conversation.say(`EHLO ${name}\r\n`);
  const reply = await conversation.reply(timeouts.command);
  if (reply.code === 250) {
    const lines = reply.text.split('\n').slice(1);
    return new Map(
      lines.map((line) => [
        line.split(/[ =]/)[0]?.toUpperCase() ?? '',
        line.replace(/^\S+?(?:[ =]|$)/, '').trim(),
      ]),
    );
  }
  if (reply.code === 421) throw new RefusedError(reply);
  conversation.say(`HELO ${name}\r\n`);
  expectCode(await conversation.reply(timeouts.command), 250);
  return new Map();
}

async function startTls(conversation: Conversation, verify: boolean, timeouts: Timeouts): Promise<void> {
  conversation.say('STARTTLS\r\n');
  const reply = await conversation.reply(timeouts.command);
  // "454 not available now" leaves the session as it is; a refusal is as good as no offer.
  if (reply.code !== 220) return;
  try {
    await conversation.startTls(timeouts.connect, { verify });
  } catch (error) {
    throw new TlsFailedError(error as Error);
  }
}

async function signIn(
  conversation: Conversation,
  login: { user: string; password: string },
  features: Map<string, string>,
  timeouts: Timeouts,
): Promise<void> {
  if (conversation.tls === 'none' && !isLoopback(conversation.target.address))
    throw new ConnectionError(
      'The smart host offers no TLS: the password is not sent in clear. Use smtps://.',
    );
  const ways = (features.get('AUTH') ?? '').toUpperCase().split(/\s+/);
  const word = (value: string) => `${Buffer.from(value).toString('base64')}\r\n`;
  if (ways.includes('LOGIN') && !ways.includes('PLAIN')) {
    conversation.say('AUTH LOGIN\r\n');
    expectCode(await conversation.reply(timeouts.command), 334);
    conversation.say(word(login.user));
    expectCode(await conversation.reply(timeouts.command), 334);
    conversation.say(word(login.password));
  } else conversation.say(`AUTH PLAIN ${word(`\u0000${login.user}\u0000${login.password}`)}`);
  expectCode(await conversation.reply(timeouts.command), 235);
}

function expectCode(reply: SmtpReply, code: number): void {
  if (reply.code !== code) throw new RefusedError(reply);
}
