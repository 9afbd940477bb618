import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import { dropOrigins } from './cors.ts';
import { dropKnown } from './known.ts';
import { ApiToken, Session, User } from './model.ts';
import type { Portfolio } from './portfolio.ts';

/** What users hold of this room: teams, through which they see cards; API tokens and sessions, which end and are never handed. */

async function one(userId: string): Promise<User> {
  return (await User.query().findById(userId)) as User;
}

async function setTeams(user: User, teams: string[]): Promise<void> {
  await update(User, user.id, { teams });
  dropKnown();
  await emit('access.changed', { userId: user.id }, { entity: 'user', id: user.id });
}

export const teamsPortfolio: Portfolio = {
  name: 'access.teams',
  says: 'Teams: the successor joins them.',
  async count(userId) {
    return (await one(userId)).teams.length;
  },
  // A team goes on without whoever leaves.
  keeps: async () => 0,
  async move({ from, to }) {
    const [leaver, successor] = [await one(from), await one(to)];
    const joined = leaver.teams.filter((team) => !successor.teams.includes(team));
    if (joined.length > 0) await setTeams(successor, [...successor.teams, ...joined]);
    return joined.map((id) => ({ entity: 'team', id }));
  },
  async bringBack({ to }, { id }) {
    const successor = await one(to);
    if (!successor.teams.includes(id)) return false;
    await setTeams(
      successor,
      successor.teams.filter((team) => team !== id),
    );
    return true;
  },
};

function openTokens(userId: string) {
  return ApiToken.query().where({ userId }).whereNull('closedAt');
}

export const tokensPortfolio: Portfolio = {
  name: 'access.tokens',
  says: 'API tokens: they end with whoever made them.',
  count: async (userId) => (await openTokens(userId)).length,
  keeps: async () => 0,
  async move({ from, forGood }) {
    if (!forGood) return [];
    const tokens = await openTokens(from);
    const at = moment(now());
    for (const token of tokens) {
      await update(ApiToken, token.id, { closedAt: at, closedBy: null });
      await emit('access.ended', { via: `token:${token.id}` }, { entity: 'token', id: token.id });
    }
    dropKnown();
    dropOrigins();
    return tokens.map(({ id }) => ({ entity: 'token', id }));
  },
};

function openSessions(userId: string): Promise<{ id: string }[]> {
  return db()('sessions')
    .where({ userId })
    .whereNull('ended_at')
    .where('expires_at', '>', moment(now()))
    .select('id');
}

export const sessionsPortfolio: Portfolio = {
  name: 'access.sessions',
  says: 'Open sessions: they end.',
  count: async (userId) => (await openSessions(userId)).length,
  keeps: async () => 0,
  async move({ from, forGood }) {
    if (!forGood) return [];
    const sessions = await openSessions(from);
    for (const { id } of sessions) {
      await update(Session, id, { endedAt: moment(now()) });
      await emit('access.ended', { via: `session:${id}` }, { entity: 'session', id });
    }
    dropKnown();
    return sessions.map(({ id }) => ({ entity: 'session', id }));
  },
};
