// npm run docs: writes docs/reference anew from the running registry. What is there is never edited
// by hand; `npm run check -- docs` says where it drifted from the code.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type House, inHouse } from '#kernel/house.ts';
import { gather, type Registry } from '#kernel/room.ts';
import { ROOMS } from '#server/rooms.ts';
import { commandsPage } from './pages/commands.ts';
import { elementsPage } from './pages/elements.ts';
import { entitiesPage } from './pages/entities.ts';
import { eventsPage } from './pages/events.ts';
import { apiDescription, httpPage } from './pages/http.ts';
import { policiesPage } from './pages/policies.ts';
import { roomsPage } from './pages/rooms.ts';
import { settingsPage } from './pages/settings.ts';
import { workPage } from './pages/work.ts';

/** Folder of the generated pages, with a slash at its end. */
export const referenceFolder = new URL('../reference/', import.meta.url).pathname;

/** Pages that a person asks for, not a change of code: `npm run bench` writes it. */
const written = new Set(['bench.md']);

/** Every generated page by its file name. */
export function referencePages(): Map<string, string> {
  const registry = gather(ROOMS);
  // Some declarations follow from what other rooms declare: they ask the house they stand in.
  return inHouse({ registry } as House, () => pagesOf(registry));
}

function pagesOf(registry: Registry): Map<string, string> {
  return new Map([
    ['rooms.md', roomsPage(registry)],
    ['entities.md', entitiesPage(registry)],
    ['commands.md', commandsPage(registry)],
    ['policies.md', policiesPage(registry)],
    ['events.md', eventsPage(registry)],
    ['work.md', workPage(registry)],
    ['http.md', httpPage(registry)],
    ['openapi.json', apiDescription(registry)],
    ['settings.md', settingsPage()],
    ['elements.md', elementsPage()],
  ]);
}

/** Names of pages that stand in the folder and that no code stands for any more. */
export function strayPages(pages: ReadonlyMap<string, string>): string[] {
  return readdirSync(referenceFolder).filter((name) => !pages.has(name) && !written.has(name));
}

if (import.meta.main) {
  mkdirSync(referenceFolder, { recursive: true });
  const pages = referencePages();
  for (const name of strayPages(pages)) rmSync(referenceFolder + name);
  for (const [name, text] of pages) writeFileSync(referenceFolder + name, text);
  console.log(`docs/reference: ${[...pages.keys()].join(', ')}`);
}
