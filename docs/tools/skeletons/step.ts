import { camel, type Skeleton } from './skeleton.ts';

/** A step of the mail pipeline: `language` → server/features/mailroom/pipeline/language.ts. */
export function step(name: string): Skeleton {
  const constant = camel(name);
  const list = 'server/features/mailroom/pipeline/run.ts';
  return {
    files: { [`server/features/mailroom/pipeline/${name}.ts`]: source(name, constant) },
    lines: [
      { path: list, at: /^import .* from '\.\/.*$/, put: `$&\nimport { ${constant} } from './${name}.ts';` },
      // The list stands on one line as long as it fits there.
      {
        path: list,
        at: /^((?:export )?const STEPS.*\[.*?),?\];$|^\];$/,
        put: (_, line) => (line ? `${line}, ${constant}];` : `  ${constant},\n];`),
      },
    ],
    next: [
      'Put it at its place in the list: it sees what the steps before it decided.',
      'looks() reads for the whole batch at once; decides() sets intents in the draft and leaves a note why. Only the last step writes.',
      'Nothing in it may wait for the world: it runs in the unit of work that files, and may run twice.',
    ],
  };
}

function source(name: string, constant: string): string {
  return `import { step } from './draft.ts';

/** What it decides about a mail, and from what. */
export const ${constant} = step<null>({
  name: '${name}',
  says: 'Decides … and leaves why.',
  async looks() {
    return null;
  },
  decides(draft) {
    draft.notes.push({ step: '${name}', says: 'What was decided, and the evidence for it.' });
  },
});
`;
}
