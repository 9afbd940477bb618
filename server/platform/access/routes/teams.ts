import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { addTeam, changeTeam, closeTeam } from '../commands/teams.ts';
import { Team } from '../model.ts';
import { flag } from '../paging.ts';
import { allow, applyScope } from '../policy.ts';
import { presentTeams } from '../wire.ts';

const params = z.object({ id: z.string() });
const body = z.object({ name: z.string().trim().min(1).max(200) });

async function one(team: Team, actor: Parameters<typeof presentTeams>[1]): Promise<unknown> {
  const [shown] = await presentTeams([team], actor);
  return shown;
}

export const teamRoutes = [
  route({
    method: 'GET',
    path: '/api/teams',
    says: 'Teams by name.',
    takes: { query: z.object({ closed: flag.optional() }) },
    async handle({ actor, query }) {
      const rows = Team.query().orderBy('name').orderBy('id');
      applyScope(rows as never, actor, 'team');
      if (query.closed !== true) rows.whereNull('closedAt');
      return { items: await presentTeams(await rows, actor), next: null };
    },
  }),
  route({
    method: 'GET',
    path: '/api/teams/:id',
    says: 'One team.',
    takes: { params },
    async handle({ params: { id }, actor }) {
      await allow(actor, 'see', 'team', { id });
      const team = await Team.query().findById(id);
      if (team === undefined) throw Fault.missing('team', id);
      return one(team, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/teams',
    says: 'Makes a team.',
    takes: { body },
    async handle({ body: fields, actor }) {
      return one(await run(addTeam, fields, actor), actor);
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/teams/:id',
    says: 'Renames a team, and says who is in it: `members` names everybody.',
    takes: {
      params,
      body: body.partial().extend({ members: z.array(z.string().length(26)).max(500).optional() }),
    },
    async handle({ params: { id }, body: fields, ifMatch, actor }) {
      await allow(actor, 'see', 'team', { id });
      return one(await run(changeTeam, { ...fields, id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/teams/:id',
    says: 'Closes a team.',
    takes: { params },
    status: 200,
    async handle({ params: { id }, ifMatch, actor }) {
      await allow(actor, 'see', 'team', { id });
      return one(await run(closeTeam, { id, version: ifMatch }, actor), actor);
    },
  }),
];
