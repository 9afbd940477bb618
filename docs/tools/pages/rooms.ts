import type { Registry } from '#kernel/room.ts';
import { filesOf } from '#test/check/files.ts';
import { code, page, table } from './markdown.ts';

export function roomsPage(registry: Registry): string {
  return page(
    'Rooms',
    'Every room of the house, in the order in which they open.',
    table(
      ['room', 'what it is for', 'entities', 'commands', 'routes', 'folder'],
      registry.rooms.map((room) => [
        code(room.name),
        room.says,
        (room.entities ?? []).map(({ name }) => code(name)).join(', '),
        String(room.commands?.length ?? 0),
        String(room.routes?.length ?? 0),
        folderOf(room.name),
      ]),
    ),
  );
}

function folderOf(name: string): string {
  const [manifest] = filesOf(new RegExp(`^server/(platform|features|doors)/${name}/room\\.ts$`));
  const folder = manifest?.replace('/room.ts', '');
  return folder ? `[${folder}](../../${folder})` : '';
}
