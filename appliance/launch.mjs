// The one entry of every verb: npm start, dev, test, check, bench, docs, where, new, lobi.
//
// Runs under any Node from 20 on and imports nothing that has to be installed first: it brings the
// checkout into a state in which the pinned Node can run Lobi, and then gets out of the way.
// A second start may cost 150 ms at most here, so everything below is decided by file stamps.

import process from 'node:process';
import { ensureInstalled } from './launch/install.mjs';
import { pinnedNode } from './launch/node.mjs';
import { handOver, sideBySide } from './launch/run.mjs';
import { ensureWidgets, viteWatch } from './launch/widgets.mjs';

const VERBS = {
  start: 'open Lobi (-- --demo adds sample data once)',
  dev: 'open Lobi and restart it on every change',
  test: 'run the tests (-- PATTERN for some of them)',
  check: 'format, lint, types, import directions, sizes, texts, docs (-- NAME for one)',
  bench: 'measure against the targets (-- NAME for one)',
  docs: 'write docs/reference anew',
  where: 'say where a thing is, or where to add one (-- WORDS)',
  new: 'make a room, element, step, channel, migration or decision (-- KIND NAME)',
  lobi: 'the command line (-- COMMAND)',
};

const tools = {
  check: 'test/check/run.ts',
  docs: 'docs/tools/reference.ts',
  where: 'docs/tools/where.ts',
  new: 'docs/tools/new.ts',
};

const [verb = '', ...given] = process.argv.slice(2);

try {
  process.exitCode = await launch(verb, given);
} catch (fault) {
  console.error(`lobi: ${fault instanceof Error && fault.plain ? fault.message : (fault?.stack ?? fault)}`);
  process.exitCode = 1;
}

/** Prepares what the verb needs and runs it; gives the exit code of the program that ran. */
async function launch(verb, args) {
  if (!(verb in VERBS)) return usage(verb);
  await ensureInstalled();
  const node = pinnedNode();
  switch (verb) {
    case 'start':
      await ensureWidgets(node);
      return handOver(node, ['server/main.ts', 'start', ...args]);
    case 'dev':
      await ensureWidgets(node);
      return sideBySide([
        [node, ['--watch', '--watch-preserve-output', 'server/main.ts', 'start', ...args]],
        viteWatch(node),
      ]);
    case 'lobi':
      return handOver(node, ['server/main.ts', ...args]);
    case 'test':
      // Elements that cannot be built fail the browser's tests; the others still have something to say.
      await ensureWidgets(node).catch((fault) => console.error(`lobi: ${fault.message}`));
      return handOver(node, ['test/run.ts', ...args]);
    case 'bench':
      await ensureWidgets(node);
      return handOver(node, ['test/bench/run.ts', ...args]);
    default:
      return handOver(node, [tools[verb], ...args]);
  }
}

function usage(verb) {
  console.error(verb ? `lobi: there is no verb "${verb}".` : 'lobi: which verb?');
  for (const [name, sentence] of Object.entries(VERBS))
    console.error(`  npm run ${name.padEnd(6)} ${sentence}`);
  return 2;
}
