import type { Registry } from '#kernel/room.ts';
import { byName, code, grouped, page, table } from './markdown.ts';
import { shapeOf } from './shape.ts';

export function commandsPage(registry: Registry): string {
  const groups = grouped(byName(registry.commands.values()), ({ name }) => name.split('.')[0] ?? name);
  return page(
    'Commands',
    'The only way to change anything. HTTP, rules, timers, the command line and tests run the same ones. A `?` marks what may be left out.',
    ...[...groups].map(
      ([entity, commands]) =>
        `## ${entity}\n\n${table(
          ['command', 'what it does', 'right', 'takes'],
          commands.map(({ name, says, right, takes }) => [
            code(name),
            says,
            rightOf(name, right),
            code(shapeOf(takes)),
          ]),
        )}`,
    ),
  );
}

function rightOf(name: string, right: string | null | undefined): string {
  if (right === null) return 'anyone signed in';
  if (right === 'open') return 'strangers too';
  return code(right ?? name.replace('.', ':'));
}
