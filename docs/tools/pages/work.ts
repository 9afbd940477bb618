import type { Registry } from '#kernel/room.ts';
import { byName, code, page, table } from './markdown.ts';

export function workPage(registry: Registry): string {
  return page(
    'Listeners, timers, jobs, hands',
    'What the house does by itself.',
    part('Listeners', 'hear events, in batches and in order.', listeners(registry)),
    part('Timers', 'run by the clock, once in the whole installation.', timers(registry)),
    part('Jobs', 'are asked for by a command and done later, at least once.', jobs(registry)),
    part(
      'Hands',
      'do work that waits in the database: woken by a commit, and looking by themselves.',
      hands(registry),
    ),
  );
}

function listeners({ listeners }: Registry): string {
  const rows = byName(listeners).map(({ name, says, on }) => [code(name), says, on.map(code).join(', ')]);
  return table(['listener', 'what it does', 'hears'], rows);
}

function timers({ timers }: Registry): string {
  const when = (every: number | string) =>
    typeof every === 'number' ? `every ${duration(every)}` : code(every);
  const rows = byName(timers).map(({ name, says, every }) => [code(name), says, when(every)]);
  return table(['timer', 'what it does', 'when'], rows);
}

function jobs({ jobs }: Registry): string {
  const rows = byName(jobs).map(({ name, says, tries }) => [code(name), says, String(tries ?? 5)]);
  return table(['job', 'what it does', 'tries'], rows);
}

function hands({ hands }: Registry): string {
  const rows = byName(hands).map(({ name, says, wakesOn, everyMs }) => [
    code(name),
    says,
    wakesOn.map(code).join(', '),
    duration(everyMs / 1000),
  ]);
  return table(['hand', 'what it does', 'woken by', 'looks every'], rows);
}

function part(title: string, says: string, rows: string): string {
  return rows === '' ? '' : `## ${title}\n\n${title} ${says}\n\n${rows}`;
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return seconds === 3600 ? 'hour' : `${seconds / 3600} hours`;
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`;
  return seconds === 1 ? 'second' : `${seconds} s`;
}
