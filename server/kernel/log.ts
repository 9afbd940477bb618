import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export interface LogOptions {
  level: string;
  format: 'pretty' | 'json';
}

/**
 * The log says what happened to the machine, never what people wrote: no bodies, subjects, addresses or tokens.
 * Values under these names are masked wherever they appear.
 */
const MASKED = [
  'password',
  'token',
  'cookie',
  'authorization',
  'secret',
  '*.password',
  '*.token',
  '*.secret',
];

export function openLog(options: LogOptions): Logger {
  const shared = { level: options.level, redact: { paths: MASKED, censor: '[masked]' }, base: {} };
  if (options.format === 'json') return pino(shared);
  return pino(shared, prettyStream());
}

/** A line a person can read: time, level, message, then the facts. */
function prettyStream(): { write(line: string): void } {
  return {
    write(line) {
      const { time, level, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
      const at = new Date(time as number).toLocaleTimeString('sv-SE');
      const rest = Object.entries(facts)
        .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('');
      process.stdout.write(
        `${at} ${pino.levels.labels[level as number]?.padEnd(5)} ${String(msg ?? '')}${rest}\n`,
      );
    },
  };
}
