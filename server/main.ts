import process from 'node:process';
import { runCommandLine } from '#doors/cli/command-line.ts';
import { start } from './serve.ts';

const opening = {
  name: 'start',
  usage: 'start [--demo]',
  says: 'Opens the doors; with --demo adds sample data once.',
  does: start,
};

// Data, backups and keys are nobody else's on this machine.
process.umask(0o077);

process.exitCode = await runCommandLine(process.argv.slice(2), [opening]);
