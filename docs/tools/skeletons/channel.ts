import { pascal, type Skeleton } from './skeleton.ts';

/** A way out for messages: `sms` → server/platform/messages/channels/sms/. */
export function channel(name: string): Skeleton {
  const Class = `${pascal(name)}Channel`;
  const list = 'server/platform/messages/channels/channels.ts';
  return {
    files: { [`server/platform/messages/channels/${name}/channel.ts`]: source(name, Class) },
    lines: [
      {
        path: list,
        at: /^import \{ MailChannel \}.*$/,
        put: `$&\nimport { ${Class} } from './${name}/channel.ts';`,
      },
      // The list stands on one line as long as it fits there.
      {
        path: list,
        at: /^(export const CHANNELS.*\[.*?),?\];$|^\];$/,
        put: (_, line) => (line ? `${line}, () => new ${Class}()];` : `  () => new ${Class}(),\n];`),
      },
    ],
    next: [
      'docs/guides/new-channel.md walks through it.',
      `deliver() speaks the protocol; it knows nothing of the database and never throws for what the other side does.`,
      'Ask mayGo() right before the step that cannot be undone; keep the other side’s words verbatim in `reply`.',
      `Say what it needs in settings of the room (server/platform/messages/settings.ts) and test it against a real receiver in test/contracts.`,
    ],
  };
}

function source(name: string, Class: string): string {
  return `import type { Channel, Delivery, Outcome } from '../channel.ts';

/** ${name}: which protocol, over which gateway. */
export class ${Class} implements Channel {
  readonly name = '${name}';
  readonly says = 'Sends by ${name}.';
  #underWay = 0;

  /** One lane for all: everything goes through one gateway. */
  laneOf(): string {
    return '';
  }

  capacity(): number {
    return this.most();
  }

  /** What may be under way is what may be repeated after a crash. */
  most(): number {
    return 1;
  }

  async deliver(what: Delivery): Promise<Outcome> {
    const startedAt = performance.now();
    this.#underWay++;
    try {
      return { ...(await this.#hand(what)), tookMs: Math.round(performance.now() - startedAt) };
    } finally {
      this.#underWay--;
    }
  }

  /** Nothing is kept open between two deliveries; what is under way ends by itself. */
  async close(): Promise<void> {
    while (this.#underWay > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** The gateway's answer. Until it is spoken to here, everything waits: nothing is said to be sent that was not. */
  async #hand({ envelopeTo }: Delivery): Promise<Omit<Outcome, 'tookMs'>> {
    return { outcome: 'later', host: '', reply: \`No gateway speaks for \${envelopeTo} yet.\`, enhancedCode: null, tls: 'none' };
  }
}
`;
}
