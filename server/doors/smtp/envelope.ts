import type { Envelope } from '#features/mailroom/accept.ts';
import type { Session } from './session.ts';

/** What was said around the mail. The bytes stay as they came: trace lines rest here and not in the mail. */
export function envelopeOf(session: Session): Envelope {
  const { envelope, transmissionType, hostNameAppearsAs } = session.session;
  const cipher = session.tlsOptions;
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map((each) => each.address),
    peer: session.remoteAddress,
    greeting: typeof hostNameAppearsAs === 'string' ? hostNameAppearsAs : '',
    protocol: transmissionType,
    tls: cipher === false ? null : `${cipher.version} ${cipher.name}`,
  };
}
