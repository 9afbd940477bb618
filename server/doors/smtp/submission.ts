import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type {
  SMTPServerAddress,
  SMTPServerAuthentication,
  SMTPServerAuthenticationResponse,
  SMTPServerSession,
} from 'smtp-server';
import { submitMail } from '#features/mailroom/submit.ts';
import type { Actor } from '#kernel/actor.ts';
import { isFault } from '#kernel/errors.ts';
import { inHouse } from '#kernel/house.ts';
import { signedIn } from '#platform/access/sign-in.ts';
import type { MailScan } from './mail-scan.ts';
import { Receiver } from './receiver.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/**
 * Submission (RFC 6409): colleagues hand in mail from their own mail programs. Nothing is said of signing in before the
 * connection is encrypted, nothing is taken before somebody has signed in, and nobody sends as somebody else.
 */
export class Submission extends Receiver {
  override onConnect(session: SMTPServerSession, callback: (error?: Error | null) => void): void {
    disable(session, ['AUTH']);
    callback();
  }

  override onSecure(
    _socket: Socket | TLSSocket,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    disable(session, []);
    callback();
  }

  override onAuth(
    auth: SMTPServerAuthentication,
    session: SMTPServerSession,
    callback: (error: Error | null | undefined, response?: SMTPServerAuthenticationResponse) => void,
  ): void {
    inHouse(this.house, () => signedIn(auth.username ?? '', auth.password ?? '', session.remoteAddress)).then(
      (actor) =>
        actor === null
          ? callback(new Refusal(535, '5.7.8 Address or password is wrong'))
          : callback(null, { user: actor }),
      (error: unknown) =>
        callback(
          isFault(error, 'limited')
            ? new Refusal(454, '4.7.0 Too many tries; wait a while')
            : new Refusal(454, '4.7.0 Not now'),
        ),
    );
  }

  override onMailFrom(
    _address: SMTPServerAddress,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    callback(actorOf(session) === undefined ? new Refusal(530, '5.7.0 Sign in first') : null);
  }

  /** Who signed in writes to anybody; whether the addresses can be written to is looked at with the mail. */
  override onRcptTo(
    _address: SMTPServerAddress,
    _session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    callback();
  }

  override async receive(scan: MailScan, session: Session): Promise<string> {
    const actor = actorOf(session.session);
    if (actor === undefined) throw new Refusal(530, '5.7.0 Sign in first');
    const { raw } = this.taken(scan);
    try {
      return await inHouse(this.house, () =>
        submitMail(
          raw,
          session.session.envelope.rcptTo.map((each) => each.address),
          actor,
        ),
      );
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

/** What a session may not say; beside what nobody may. */
function disable(session: SMTPServerSession, commands: string[]): void {
  (session as { disabledCommands?: string[] }).disabledCommands = [...commands, 'WIZ', 'SHELL', 'KILL'];
}

function actorOf(session: SMTPServerSession): Actor | undefined {
  const user = session.user as Actor | false | undefined;
  return user === false ? undefined : user;
}

function refusalOf(error: unknown): Refusal {
  if (isFault(error, 'forbidden')) return new Refusal(550, `5.7.1 ${error.message}`);
  if (isFault(error, 'invalid')) return new Refusal(550, `5.6.0 ${error.message}`);
  if (isFault(error, 'limited')) return new Refusal(552, `5.3.4 ${error.message}`);
  if (isFault(error, 'later') && error.code === 'database.full')
    return new Refusal(452, '4.3.1 No room just now; try again later');
  return new Refusal(451, '4.3.0 Not now; try again in a moment');
}
