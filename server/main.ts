import process from 'node:process';
import { runCommandLine } from '#doors/cli/command-line.ts';
import type { CliCommand } from '#doors/cli/usage.ts';
import { start } from './serve.ts';

const opening: CliCommand = {
  name: 'start',
  usage: 'start [--demo]',
  says: 'Opens the doors; with --demo adds sample data once.',
  more: [
    'Runs until SIGTERM or SIGINT; what is under way is finished first. The first start prints a one-time setup link.',
  ],
  takes: { words: 0, options: ['--demo'] },
  does: start,
};

// Data, backups and keys are nobody else's on this machine.
process.umask(0o077);

process.exitCode = await runCommandLine(process.argv.slice(2), [opening]);
