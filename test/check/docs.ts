// docs/reference is generated from the running registry: here it is compared with what would be
// written now. Pages of people are checked for links that lead nowhere.

import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { referenceFolder, referencePages, strayPages } from '../../docs/tools/reference.ts';
import type { Check } from './check.ts';
import { filesOf, root } from './files.ts';

export const docs: Check = {
  name: 'docs',
  says: 'docs/reference is what the code says, and every link leads somewhere',
  run() {
    const pages = referencePages();
    const faults = [...pages]
      .filter(
        ([name, text]) =>
          !existsSync(referenceFolder + name) || readFileSync(referenceFolder + name, 'utf8') !== text,
      )
      .map(([name]) => `docs/reference/${name} is not what the code says now: npm run docs`);
    faults.push(
      ...strayPages(pages).map((name) => `docs/reference/${name} stands for nothing any more: npm run docs`),
    );
    const written = filesOf(/\.md$/);
    faults.push(...written.flatMap(brokenLinks), ...lostPlaces());
    return { seen: pages.size + written.length, faults };
  },
};

function brokenLinks(path: string): string[] {
  const text = readFileSync(root + path, 'utf8').replace(/```.*?```/gs, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?:|mailto:|#)/.test(target))
    .filter(
      (target) => !existsSync(root + posix.join(posix.dirname(path), decodeURI(target.split('#')[0] ?? ''))),
    )
    .map((target) => `${path}: the link to ${target} leads nowhere`);
}

/** Paths in docs/where.md that are there no more: it would send people astray. */
function lostPlaces(): string[] {
  const text = readFileSync(`${root}docs/where.md`, 'utf8');
  return [...text.matchAll(/`((?:server|widgets|migrations|appliance|docs|test)\/[\w./-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !existsSync(root + path) && !existsSync(`${root}${path}.ts`))
    .map((path) => `docs/where.md: ${path} is not there`);
}
