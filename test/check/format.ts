import type { Check } from './check.ts';
import { filesOf } from './files.ts';
import { runTool } from './program.ts';

const written = /\.(ts|mjs|js|json|css)$/;

export const format: Check = {
  name: 'format',
  says: 'every file is formatted, with its imports in order',
  run({ fix }) {
    const { ok, printed } = runTool('biome', [
      'check',
      ...(fix ? ['--write'] : []),
      '--max-diagnostics=40',
      '.',
    ]);
    const seen = Number(/Checked (\d+) files?/.exec(printed)?.[1] ?? 0);
    const faults = ok ? [] : [printed, 'npm run check -- format --fix mends this'];
    // Biome passes over what its configuration leaves out without a word, so the numbers are compared.
    if (seen < filesOf(written).length / 2)
      faults.push(`only ${seen} of ${filesOf(written).length} files were read`);
    return { seen, faults };
  },
};
