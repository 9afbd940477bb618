import type { Check } from './check.ts';
import { sources } from './files.ts';
import { runTool } from './program.ts';

export const types: Check = {
  name: 'types',
  says: 'the types of server, widgets, migrations, tests and tools hold',
  run() {
    const { ok, printed } = runTool('tsc', ['--project', '.', '--noEmit', '--pretty', 'false']);
    const { printed: listed } = runTool('tsc', ['--project', '.', '--noEmit', '--listFilesOnly']);
    const read = new Set(listed.split('\n'));
    const unread = sources().filter(
      (path) => path.endsWith('.ts') && ![...read].some((each) => each.endsWith(`/${path}`)),
    );
    const faults = ok ? [] : [printed];
    if (unread.length > 0) faults.push(`not read by the type checker (tsconfig.json): ${unread.join(', ')}`);
    return { seen: sources().length - unread.length, faults };
  },
};
