import type { Registry } from '#kernel/room.ts';
import type { Policy } from '#platform/access/policy.ts';
import { code, page, table } from './markdown.ts';

export function policiesPage(registry: Registry): string {
  const policies = [...(registry.all('policies') as Policy[])].sort((a, b) => (a.entity < b.entity ? -1 : 1));
  return page(
    'Who may see and do what',
    'One policy per entity decides both "may I" and "which rows", for lists, search, live news, elements and the API alike. Administrators may do everything; what is not declared is refused to everybody else. The built-in roles `user` and `limited` have every verb where the table does not name some.',
    table(
      ['entity', 'rule', 'user', 'limited', 'rules of its own for'],
      policies.map(({ entity, says, grants, may, add, change, close }) => [
        code(entity),
        says,
        verbs(grants?.user),
        verbs(grants?.limited),
        [
          add !== undefined && 'add',
          change !== undefined && 'change',
          close !== undefined && 'close',
          ...Object.keys(may ?? {}),
        ]
          .filter((verb) => verb !== false)
          .map(code)
          .join(', '),
      ]),
    ),
  );
}

function verbs(names: readonly string[] | undefined): string {
  return names ? names.map(code).join(', ') || 'nothing' : 'all';
}
