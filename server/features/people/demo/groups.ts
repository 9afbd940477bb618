import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { addGroup } from '../groups/commands.ts';

/** Two groups as a firm has them: who signs at the food makers of two regions, and the customers of a country. */
const GROUPS = [
  {
    name: 'Gıda firmalarının genel müdürleri, 35 yaş üstü',
    of: 'person',
    where: {
      all: [
        { field: 'age', over: 35 },
        {
          some: 'positions',
          all: [
            { field: 'title', is: 'Genel Müdür' },
            { field: 'organisation.sector', under: ['food'] },
            { field: 'organisation.region', under: ['karadeniz', 'marmara'] },
          ],
        },
      ],
    },
  },
  {
    name: 'Klienci w Polsce',
    of: 'organisation',
    where: {
      all: [
        { field: 'kinds', is: 'customer' },
        { field: 'region', under: ['polska'] },
      ],
    },
  },
];

export async function furnishGroups(by: Actor): Promise<void> {
  for (const group of GROUPS) await run(addGroup, { ...group, shared: true }, by);
}
