import { ConfigError } from '#kernel/config.ts';
import { NewerSchemaError } from '#kernel/db/migrate.ts';
import { Fault } from '#kernel/errors.ts';
import { type CliCommand, COMMANDS } from './commands.ts';
import { UsageError } from './usage.ts';

/** `lobi COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong use, 78 configuration (sysexits EX_CONFIG). */
export async function runCommandLine(
  args: readonly string[],
  further: readonly CliCommand[],
): Promise<number> {
  const [name = '', ...rest] = args;
  const commands = [...further, ...COMMANDS];
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    process.stderr.write(name === '' ? 'lobi: which command?\n' : `lobi: there is no command "${name}".\n`);
    for (const each of commands) process.stderr.write(`  lobi ${each.usage.padEnd(34)} ${each.says}\n`);
    return 2;
  }
  try {
    return await command.does(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`lobi ${command.usage}: ${error.message}\n`);
      return 2;
    }
    if (error instanceof ConfigError) {
      process.stderr.write(`lobi: ${error.message}\n`);
      return 78;
    }
    const plain =
      error instanceof Fault ||
      error instanceof NewerSchemaError ||
      (error as NodeJS.ErrnoException).code !== undefined;
    process.stderr.write(`lobi: ${plain ? (error as Error).message : (error as Error).stack}\n`);
    return 1;
  }
}
