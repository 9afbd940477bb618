// Import directions by dependency-cruiser, and proof that it really read every file: it is silent
// about files that its parser could not read, so its edges are compared with swc's own.

import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import rules from '../../.dependency-cruiser.mjs';
import type { Check } from './check.ts';
import { circlesOfRooms } from './circles.ts';
import { root, sources } from './files.ts';
import { factsOf, resolveImport, unreadable } from './source.ts';

export const imports: Check = {
  name: 'imports',
  says: 'calls go down: floors, rooms, and one home for every library',
  async run() {
    const refused = sources().filter(unreadable);
    const files = sources().filter((path) => !refused.includes(path));
    const { modules, faults } = await cruiseImports(files, root);
    // A variable called "of" in a for-of loop is right but beyond this parser, for example.
    faults.push(
      ...refused.map((path) => `${path}: swc cannot read this; write it another way\n${unreadable(path)}`),
    );
    return {
      seen: modules.length,
      faults: [...faults, ...circlesOfRooms(files.flatMap(edgesOf)), ...unread(files, modules)],
    };
  },
};

/** Where a file's imports lead inside the checkout. */
function edgesOf(path: string): [string, string][] {
  return factsOf(path).imports.flatMap(({ from }) => {
    const target = resolveImport(from, path);
    return target ? [[path, target] as [string, string]] : [];
  });
}

/** Cruises files below a folder by the rules of the house; a fault per forbidden import. */
export async function cruiseImports(
  files: string[],
  baseDir: string,
): Promise<{ modules: IModule[]; faults: string[] }> {
  const { options, ...ruleSet } = rules;
  const { output } = await cruise(files, { ...options, baseDir, validate: true, ruleSet } as never);
  const { modules, summary } = output as ICruiseResult;
  const faults = summary.violations.map(
    ({ rule, from, to }) =>
      `${from} → ${to}\n  ${rule.name}: ${ruleSet.forbidden.find((each) => each.name === rule.name)?.comment}`,
  );
  return { modules: modules.filter(({ source }) => files.includes(source)), faults };
}

function unread(files: string[], modules: IModule[]): string[] {
  const seen = new Map(modules.map((each) => [each.source, each]));
  return files.flatMap((path) => {
    const found = seen.get(path);
    if (!found) return [`${path}: the import checker did not read this file`];
    const edges = new Set(found.dependencies.map(({ module }) => module));
    const missed = factsOf(path).imports.filter(
      ({ from, names }) => !edges.has(from.replace('node:', '')) && !isStartedOnly(names, from),
    );
    return missed.map(({ from }) => `${path}: the import checker missed "${from}"`);
  });
}

/** new URL('./worker.ts') and import('…') in a type count as uses for us but not for the cruiser. */
function isStartedOnly(names: string[], from: string): boolean {
  return names[0] === '*' && from.startsWith('.');
}
