import { ConfigError } from '#kernel/config.ts';
import { NewerSchemaError } from '#kernel/db/migrate.ts';
import { Fault } from '#kernel/errors.ts';
import { COMMANDS } from './commands.ts';
import { type CliCommand, checkWords, helpOf, listOf, UsageError } from './usage.ts';

const HELP = ['help', '--help', '-h'];

const ENDS = [
  'lobi COMMAND --help says more of one.',
  'From a checkout: npm run lobi -- COMMAND.',
  'Exit codes: 0 done, 1 failed, 2 wrong use, 78 configuration.',
];

/** `lobi COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong use, 78 configuration (sysexits EX_CONFIG). */
export async function runCommandLine(
  args: readonly string[],
  further: readonly CliCommand[],
): Promise<number> {
  const commands = [...further, ...COMMANDS];
  const [first = '', ...others] = args;
  // `lobi help backup` is `lobi backup --help`.
  const [name = '', ...rest] = HELP.includes(first) && others.length > 0 ? [...others, '--help'] : args;
  const helping = HELP.includes(name) || rest.some((each) => each === '--help' || each === '-h');
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const known = HELP.includes(name);
    const out = known ? process.stdout : process.stderr;
    if (!known) out.write(name === '' ? 'lobi: which command?\n' : `lobi: there is no command "${name}".\n`);
    out.write(`${listOf(commands)}\n${ENDS.join('\n')}\n`);
    return known ? 0 : 2;
  }
  if (helping) {
    process.stdout.write(helpOf(command));
    return 0;
  }
  try {
    checkWords(command, rest);
    return await command.does(rest);
  } catch (error) {
    return failed(command, error);
  }
}

/** Says on standard error what went wrong; gives the exit code. */
function failed(command: CliCommand, error: unknown): number {
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
