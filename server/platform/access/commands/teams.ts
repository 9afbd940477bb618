import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import { Team } from '../model.ts';
import { allow } from '../policy.ts';

const name = z.string().trim().min(1).max(200);
const id = z.string().length(26);

export const addTeam = command({
  name: 'team.add',
  says: 'Makes a team.',
  takes: z.object({ name }),
  async does(fields, { actor }) {
    await allow(actor, 'add', 'team');
    await refuseTaken(fields.name);
    return insert(Team, { ...fields, closedAt: null, closedBy: null });
  },
});

export const changeTeam = command({
  name: 'team.change',
  says: 'Renames a team.',
  takes: z.object({ id, name, version: z.int().optional() }),
  async does({ id: teamId, version, ...fields }, { actor }) {
    await allow(actor, 'change', 'team', { id: teamId });
    await refuseTaken(fields.name, teamId);
    return update(Team, teamId, fields, version === undefined ? {} : { version });
  },
});

export const closeTeam = command({
  name: 'team.close',
  says: 'Closes a team; its members keep it until they are changed.',
  takes: z.object({ id, version: z.int().optional() }),
  async does({ id: teamId, version }, { actor, at }) {
    await allow(actor, 'close', 'team', { id: teamId });
    return update(
      Team,
      teamId,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
  },
});

async function refuseTaken(wished: string, by?: string): Promise<void> {
  const standing = await Team.query().findOne({ name: wished });
  if (standing !== undefined && standing.id !== by)
    throw Fault.invalidAt('name', 'team.taken', 'A team has this name already.');
}
