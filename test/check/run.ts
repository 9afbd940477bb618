// npm run check: every check of the house, or the named ones; one line each, the faults under it.
//
//   npm run check               all of them
//   npm run check -- imports    one
//   npm run check -- --fix      let the formatter and the linter mend what they can

import { checks } from './checks.ts';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `check: there is no ${unknown.join(', ')}. There are: ${checks.map((each) => each.name).join(', ')}`,
  );
  process.exit(2);
}

let failed = 0;
for (const check of checks.filter((each) => wanted.length === 0 || wanted.includes(each.name))) {
  const startedAt = performance.now();
  const { faults, seen, remarks = [] } = await check.run({ fix: args.includes('--fix') });
  // A check that looked at nothing has found nothing out.
  if (seen === 0) faults.push('this check saw no file at all: its own set-up is broken');
  const time = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(
    `${faults.length ? 'FAILED' : 'ok    '} ${check.name.padEnd(8)} ${check.says} (${seen} looked at, ${time})`,
  );
  for (const line of remarks) console.log(`         note: ${line}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, '         '));
  if (faults.length > 0) failed++;
}
console.log(failed ? `${failed} of the checks failed` : 'all checks hold');
process.exitCode = failed ? 1 : 0;
