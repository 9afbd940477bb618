import type { Config } from '#kernel/config.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';

/** Adds every room's sample data and prints what must be known, once. */
export async function furnish(): Promise<void> {
  const where = house();
  // A listener begins at "now" with its first turn: it must have begun before the first sample is made.
  const hearing = where.registry.hands.find((hand) => hand.name === 'kernel.listening');
  while (await hearing?.turn());
  const lines: string[] = [];
  for (const demo of where.registry.all('demos')) lines.push(...(await demo.furnish()));
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (lines.length === 0) where.log.info({ company: setting('company') }, 'the sample data is there already');
}

/** Sample data has sample passwords, so it never stands where strangers reach it. */
export function refuseDemoOutside(config: Config): void {
  const loopback = ['127.0.0.1', '::1', 'localhost'];
  if (!loopback.includes(config.host) || !loopback.includes(config.smtpHost))
    throw Fault.conflict(
      'demo.outside',
      'Sample data has sample passwords: it is for 127.0.0.1 only. Leave LOBI_HOST and LOBI_SMTP_HOST unset.',
    );
}
