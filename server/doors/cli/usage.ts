/** A command that was called in a way it cannot be: exit code 2. */
export class UsageError extends Error {}

export interface CliCommand {
  name: string;
  /** The command with what it takes: `backup FILE`. */
  usage: string;
  /** One sentence, for the list of commands. */
  says: string;
  /** What else its help says, line by line. */
  more?: readonly string[];
  /** How many words it takes at most, and which options; not said: it reads its words itself. */
  takes?: { words: number; options?: readonly string[] };
  does(args: readonly string[]): Promise<number>;
}

/** Throws UsageError for a word too many, or an option that the command does not have. */
export function checkWords({ takes }: CliCommand, args: readonly string[]): void {
  if (takes === undefined) return;
  const { words, options = [] } = takes;
  const option = args.find((each) => each.startsWith('-') && !options.includes(each));
  if (option !== undefined)
    throw new UsageError(
      options.length === 0
        ? `there is no option ${option}`
        : `there is no option ${option}; there is ${options.join(', ')}`,
    );
  const surplus = args.filter((each) => !each.startsWith('-'))[words];
  if (surplus !== undefined)
    throw new UsageError(`"${surplus}" is a word too many${words === 0 ? ': it takes none' : ''}`);
}

/** Commands, one a line, with a line of their own for the sentence where the usage is long. */
export function listOf(commands: readonly CliCommand[]): string {
  const wide = 26;
  return commands
    .map(({ usage, says }) =>
      usage.length > wide
        ? `  lobi ${usage}\n  ${' '.repeat(wide + 6)}${says}\n`
        : `  lobi ${usage.padEnd(wide)} ${says}\n`,
    )
    .join('');
}

export function helpOf({ usage, says, more = [] }: CliCommand): string {
  return [`lobi ${usage}`, '', says, ...(more.length > 0 ? ['', ...more] : []), ''].join('\n');
}
