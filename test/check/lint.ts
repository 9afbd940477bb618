import type { Check } from './check.ts';
import { sources } from './files.ts';
import { runTool } from './program.ts';

export const lint: Check = {
  name: 'lint',
  says: 'no promise is left alone, no template is broken, nothing looks like a mistake',
  run({ fix }) {
    const { ok, printed } = runTool('oxlint', ['--type-aware', ...(fix ? ['--fix'] : []), '--deny-warnings']);
    const seen = Number(/on (\d+) files?/.exec(printed)?.[1] ?? 0);
    const faults = ok ? [] : [printed];
    if (seen < sources().length) faults.push(`only ${seen} of ${sources().length} sources were read`);
    return { seen, faults };
  },
};
