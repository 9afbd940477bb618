import type { Registry } from '#kernel/room.ts';
import { byName, code, page, table } from './markdown.ts';

export function workPage(registry: Registry): string {
  return page(
    'Listeners, timers, jobs, hands',
    'What the house does by itself.',
    part(
      'Listeners',
      'hear events, in batches and in order.',
      table(
        ['listener', 'what it does', 'hears'],
        byName(registry.listeners).map(({ name, says, on }) => [code(name), says, on.map(code).join(', ')]),
      ),
    ),
    part(
      'Timers',
      'run by the clock, once in the whole installation.',
      table(
        ['timer', 'what it does', 'when'],
        byName(registry.timers).map(({ name, says, every }) => [
          code(name),
          says,
          typeof every === 'number' ? `every ${duration(every)}` : code(every),
        ]),
      ),
    ),
    part(
      'Jobs',
      'are asked for by a command and done later, at least once.',
      table(
        ['job', 'what it does', 'tries'],
        byName(registry.jobs).map(({ name, says, tries }) => [code(name), says, String(tries ?? 5)]),
      ),
    ),
    part(
      'Hands',
      'do work that waits in the database: woken by a commit, and looking by themselves.',
      table(
        ['hand', 'what it does', 'woken by', 'looks every'],
        byName(registry.hands).map(({ name, says, wakesOn, everyMs }) => [
          code(name),
          says,
          wakesOn.map(code).join(', '),
          duration(everyMs / 1000),
        ]),
      ),
    ),
  );
}

function part(title: string, says: string, rows: string): string {
  return rows === '' ? '' : `## ${title}\n\n${title} ${says}\n\n${rows}`;
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return seconds === 3600 ? 'hour' : `${seconds / 3600} hours`;
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`;
  return seconds === 1 ? 'second' : `${seconds} s`;
}
