import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { acceptMail } from '#features/mailroom/accept.ts';
import { judgeRecipient } from '#features/mailroom/recipients.ts';
import { isFault } from '#kernel/errors.ts';
import { type House, inHouse } from '#kernel/house.ts';
import type { Certificate } from './certificate.ts';
import { envelopeOf } from './envelope.ts';
import { HeldBytes, LIMITS, type Limits, Visitors } from './limits.ts';
import type { MailScan } from './mail-scan.ts';
import { Refusal } from './refusal.ts';
import { Session } from './session.ts';

/**
 * The receiver: strangers bring mail for addresses of the house, and nothing else. What cannot be ours is refused in the
 * dialogue, so that nothing ever has to be sent back; 250 is said after the commit.
 *
 * It listens before the house stands and says 421 until `open`, and again from `drain` on until the house has closed.
 */
export class Receiver extends SMTPServer {
  readonly limits: Limits;
  readonly held: HeldBytes;
  readonly #visitors: Visitors;
  #house: House | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #draining = false;

  /** `signIn`: people sign in here, after STARTTLS. */
  constructor(name: string, limits: Limits = LIMITS, signIn = false) {
    super({
      name,
      logger: false,
      heloResponse: '%s',
      size: limits.mailBytes,
      maxRecipients: limits.recipients,
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      // Senders with odd addresses (`name.@…`) exist; recipients are looked up anyway.
      lenientAddressParsing: true,
      authMethods: ['PLAIN', 'LOGIN'],
      authOptional: true,
      disabledCommands: [...(signIn ? [] : ['AUTH']), 'STARTTLS', 'WIZ', 'SHELL', 'KILL'],
      closeTimeout: limits.closeMs,
    });
    this.limits = limits;
    this.held = new HeldBytes(limits.heldBytes);
    this.#visitors = new Visitors(limits);
  }

  /** The house stands: from now on connections are served, with its certificate. */
  open(where: House, certificate: Certificate): void {
    this.on('error', (error) => where.log.debug({ err: error.message }, 'smtp'));
    this.show(certificate);
    this.options.disabledCommands = this.options.disabledCommands.filter((name) => name !== 'STARTTLS');
    this.#house = where;
    this.#sweep = setInterval(() => this.#endSlow(), 5000).unref();
  }

  show(certificate: Certificate): void {
    this.updateSecureContext({ ...certificate, minVersion: 'TLSv1.2' });
  }

  /** Takes no more mail: ends the sessions that wait, lets those finish that bring one, at most for `closeMs`. */
  async drain(): Promise<void> {
    this.#draining = true;
    const until = performance.now() + this.limits.closeMs;
    for (;;) {
      for (const session of [...this.connections] as Session[])
        if (session.idle) session.send(421, '4.3.2 Closing down; try again in a moment');
      if (this.connections.size === 0 || performance.now() > until) return;
      await sleep(20);
    }
  }

  /** Closes the port; whoever is still there is cut off. */
  async shut(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => super.close(() => resolve()));
    for (const session of [...this.connections] as Session[]) session.send(421, '4.3.2 Closing down');
    await closed;
  }

  override connect(socket: Socket, options?: SMTPConnectionOptions): void {
    if (this.#house === undefined) return sendAway(socket, 'Lobi is starting, try again in a moment');
    if (this.#draining) return sendAway(socket, 'Lobi is closing down, try again in a moment');
    const session = new Session(this, socket, options);
    this.connections.add(session);
    session.on('error', (error: Error) => this._onError(error));
    session.init();
  }

  refuses(address: string): string | undefined {
    if (this.connections.size > this.limits.connections)
      return '4.3.2 Too many connections; try again in a moment';
    return this.#visitors.enters(address);
  }

  left(address: string): void {
    this.#visitors.leaves(address);
  }

  /** Milliseconds of silence that are borne: fewer when places run out. */
  patience(): number {
    return this.connections.size > this.limits.connections * 0.8
      ? this.limits.idleInCrowdMs
      : this.limits.idleMs;
  }

  override onConnect(_session: SMTPServerSession, callback: (error?: Error | null) => void): void {
    callback();
  }

  override onMailFrom(
    _address: SMTPServerAddress,
    _session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    callback();
  }

  override onRcptTo(
    address: SMTPServerAddress,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    this.#judge(address.address, session).then(
      () => callback(),
      (error: unknown) => callback(asRefusal(error)),
    );
  }

  /** Gives the arrival's id once the mail is on disk. Throws Refusal. */
  async receive(scan: MailScan, session: Session): Promise<string> {
    const { raw, sha256 } = this.taken(scan);
    try {
      return await inHouse(this.house, () =>
        acceptMail({ raw, sha256, door: 'smtp', envelope: envelopeOf(session) }),
      );
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** The bytes of a mail that may be taken. Throws Refusal. */
  taken(scan: MailScan): { raw: Buffer; sha256: string } {
    if (scan.fault !== undefined) throw this.#refusalOf(scan.fault);
    const taken = scan.take();
    if (hopsOf(taken.raw, this.limits.hops) > this.limits.hops)
      throw new Refusal(554, '5.4.6 This mail goes round in a loop');
    return taken;
  }

  /** The house it serves; sessions exist only while there is one. */
  get house(): House {
    return this.#house as House;
  }

  #refusalOf(fault: NonNullable<MailScan['fault']>): Refusal {
    if (fault === 'oversize')
      return new Refusal(552, `5.3.4 A mail may have ${this.limits.mailBytes} bytes here`);
    if (fault === 'crowded') return new Refusal(452, '4.3.1 Too much mail at once; try again in a moment');
    return new Refusal(550, '5.6.0 Lines end with CR LF; this mail has a CR or LF of its own');
  }

  async #judge(address: string, session: SMTPServerSession): Promise<void> {
    const verdict = await inHouse(this.house, () => judgeRecipient(address));
    if (verdict === 'ours') return;
    if (verdict === 'foreign') throw new Refusal(550, '5.7.1 We do not relay');
    const guessing = this.#guesses(session);
    throw guessing
      ? new Refusal(421, '4.7.0 Too many unknown recipients')
      : new Refusal(550, '5.1.1 There is no such address here');
  }

  #guesses(session: SMTPServerSession): boolean {
    const connection = ([...this.connections] as Session[]).find((each) => each.session === session);
    return connection !== undefined && ++connection.unknownRecipients > this.limits.unknownRecipients;
  }

  #endSlow(): void {
    for (const session of this.connections as Set<Session>) session.endIfSlow(this.limits.mailMs);
  }
}

function sendAway(socket: Socket, words: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`421 4.3.2 ${words}\r\n`);
}

/** A fault in the words of SMTP: the whole group of a full or busy database gets 4xx. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isFault(error, 'later') && error.code === 'database.full')
    return new Refusal(452, '4.3.1 No room just now; try again later');
  return new Refusal(451, '4.3.0 Not now; try again in a moment');
}

/** Number of Received lines in the header, counted no further than it matters. */
function hopsOf(raw: Buffer, most: number): number {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw.toString('latin1', 0, end === -1 ? raw.length : end);
  let hops = /^received:/i.test(header) ? 1 : 0;
  const line = /\nreceived:/gi;
  while (hops <= most && line.test(header)) hops++;
  return hops;
}
