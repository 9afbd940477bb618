import { z } from 'zod';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { say } from '#kernel/i18n.ts';
import { setting } from '#platform/settings/api.ts';
import { userBy } from '../commands/users.ts';
import { belongings, explainRecord, seenEntities } from '../explain.ts';
import { actorOf, Role, Team } from '../model.ts';
import { isAdministrator } from '../rights.ts';

export const explainRoutes = [
  route({
    method: 'GET',
    path: '/api/users/:id/rights',
    says: 'What a user can see, and why; with `record=person:ID` whether that record is seen, by which role and way, and what may be done with it. For administrators.',
    takes: {
      params: z.object({ id: z.string() }),
      query: z.object({
        record: z
          .string()
          .max(90)
          .regex(/^[a-zA-Z]+:[^:]+$/, 'must name a record, for example person:01J…')
          .optional(),
      }),
    },
    async handle({ actor: asking, params: { id }, query }) {
      if (!isAdministrator(asking))
        throw Fault.forbidden('role.forbidden', 'Only administrators see what others can see.');
      const user = await userBy(id);
      const actor = {
        ...actorOf(user, setting('timeZone')),
        roles: user.closedAt === null ? user.roles : [],
      };
      const roles = await Role.query().whereIn('key', user.roles);
      const teams = await Team.query().whereIn('id', user.teams);
      return {
        user: { entity: 'user', id: user.id },
        closed: user.closedAt !== null,
        roles: roles.map((role) => ({
          key: role.key,
          name: role.name ?? say(asking.language, `role.${role.key}`),
          cards: role.rights.cards,
        })),
        teams: teams.map((team) => ({ entity: 'team', id: team.id, label: team.name })),
        belongings: await belongings(actor),
        entities: await seenEntities(actor),
        record: query.record === undefined ? null : await explained(query.record),
      };

      async function explained(name: string): Promise<unknown> {
        const entity = name.slice(0, name.indexOf(':'));
        const recordId = name.slice(name.indexOf(':') + 1);
        const known = house().registry.entities.get(entity);
        if (known === undefined)
          throw Fault.invalidAt('record', 'entity.unknown', `There is no "${entity}".`);
        const row = (await db()(known.table).where({ id: recordId }).first('*')) as
          | Record<string, unknown>
          | undefined;
        // Names are told as far as the administrator who asks may see them.
        return {
          entity,
          id: recordId,
          label: row === undefined ? null : known.title(row),
          ...(await explainRecord(actor, entity, recordId)),
        };
      }
    },
  }),
];
