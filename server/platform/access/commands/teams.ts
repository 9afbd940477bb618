import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { dropKnown } from '../known.ts';
import { Team, User } from '../model.ts';
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
  says: 'Renames a team, and says who is in it.',
  takes: z.object({
    id,
    name: name.optional(),
    /** Everybody in it; who is not named leaves. */
    members: z.array(id).max(500).optional(),
    version: z.int().optional(),
  }),
  async does({ id: teamId, version, members, ...fields }, { actor }) {
    await allow(actor, 'change', 'team', { id: teamId });
    if (fields.name !== undefined) await refuseTaken(fields.name, teamId);
    const team = await update(Team, teamId, fields, version === undefined ? {} : { version });
    if (members !== undefined) await setMembers(teamId, members);
    return team;
  },
});

/** Open users of a team. */
async function membersOf(teamId: string): Promise<User[]> {
  const users = await User.query().whereNull('closedAt').where('teams', 'like', `%"${teamId}"%`);
  return users.filter((user) => user.teams.includes(teamId));
}

async function setMembers(teamId: string, wished: readonly string[]): Promise<void> {
  const standing = await membersOf(teamId);
  const joining = await User.query()
    .whereIn(
      'id',
      wished.filter((each) => !standing.some((user) => user.id === each)),
    )
    .whereNull('closedAt');
  const missing = wished.find((each) => ![...standing, ...joining].some((user) => user.id === each));
  if (missing !== undefined) throw Fault.invalidAt('members', 'user.missing', 'There is no such colleague.');
  for (const user of joining) await setTeams(user, [...user.teams, teamId]);
  for (const user of standing)
    if (!wished.includes(user.id))
      await setTeams(
        user,
        user.teams.filter((each) => each !== teamId),
      );
}

async function setTeams(user: User, teams: string[]): Promise<void> {
  await update(User, user.id, { teams });
  dropKnown();
  await emit('access.changed', { userId: user.id }, { entity: 'user', id: user.id });
}

export const closeTeam = command({
  name: 'team.close',
  says: 'Closes a team: nobody is in it any more, its cards are seen through it no more.',
  takes: z.object({ id, version: z.int().optional() }),
  async does({ id: teamId, version }, { actor, at }) {
    await allow(actor, 'close', 'team', { id: teamId });
    await setMembers(teamId, []);
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
