import { work } from '#kernel/command.ts';
import { inHouse } from '#kernel/house.ts';
import { readTexts } from '#kernel/i18n.ts';
import { insert, update } from '#kernel/model.ts';
import { room } from '#kernel/room.ts';
import {
  carryHandOver,
  endHandOver,
  movePortion,
  returnPortion,
  settleHandOver,
  startHandOver,
} from './commands/hand-overs.ts';
import { offerReset, resetPassword } from './commands/passwords.ts';
import { releaseUser } from './commands/release.ts';
import { addRole, changeRole, closeRole } from './commands/roles.ts';
import {
  beginFactor,
  confirmFactor,
  removeFactor,
  renewRecoveryCodes,
  resetFactor,
  useRecoveryCode,
} from './commands/second-factor.ts';
import { endSession, endSessions, startSession } from './commands/sessions.ts';
import { addSampleData, addUnattended, finishSetup, makeUnattendedAdministrator } from './commands/setup.ts';
import { addTeam, changeTeam, closeTeam } from './commands/teams.ts';
import { addToken, addWidgetToken, closeToken } from './commands/tokens.ts';
import { addUser, changeUser, closeUser, restoreUser, setPassword } from './commands/users.ts';
import { accessDemo } from './demo.ts';
import { teamEntity, userEntity } from './entities.ts';
import { Role } from './model.ts';
import { sessionsPortfolio, teamsPortfolio, tokensPortfolio } from './own-portfolios.ts';
import { handOverPolicy, rolePolicy, teamPolicy, userPolicy } from './policies.ts';
import { BUILT_IN_RIGHTS, freshenRights } from './rights.ts';
import { explainRoutes } from './routes/explain.ts';
import { handOverRoutes } from './routes/hand-overs.ts';
import { roleRoutes } from './routes/roles.ts';
import { secondFactorRoutes } from './routes/second-factor.ts';
import { sessionRoutes } from './routes/session.ts';
import { sessionsRoutes } from './routes/sessions.ts';
import { setupRoutes } from './routes/setup.ts';
import { teamRoutes } from './routes/teams.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { userRoutes } from './routes/users.ts';
import { accessSettings } from './settings.ts';
import { accessTimers } from './timers.ts';

export default room({
  name: 'access',
  says: 'Users, roles, teams and policies; sessions, API tokens and widget tokens; the first run.',
  entities: [userEntity, teamEntity],
  policies: [userPolicy, teamPolicy, rolePolicy, handOverPolicy],
  portfolios: [teamsPortfolio, tokensPortfolio, sessionsPortfolio],
  commands: [
    addUser,
    changeUser,
    closeUser,
    restoreUser,
    setPassword,
    addTeam,
    changeTeam,
    closeTeam,
    startHandOver,
    endHandOver,
    movePortion,
    returnPortion,
    settleHandOver,
    beginFactor,
    confirmFactor,
    renewRecoveryCodes,
    removeFactor,
    resetFactor,
    useRecoveryCode,
    addRole,
    changeRole,
    closeRole,
    startSession,
    endSession,
    endSessions,
    releaseUser,
    resetPassword,
    addToken,
    closeToken,
    addWidgetToken,
    finishSetup,
    addUnattended,
  ],
  routes: [
    ...userRoutes,
    ...teamRoutes,
    ...roleRoutes,
    ...explainRoutes,
    ...secondFactorRoutes,
    ...handOverRoutes,
    ...sessionRoutes,
    ...sessionsRoutes,
    ...tokenRoutes,
    ...setupRoutes,
  ],
  jobs: [offerReset, addSampleData, carryHandOver],
  timers: accessTimers,
  settings: accessSettings,
  demos: [accessDemo],
  texts: readTexts(import.meta.dirname),
  opens: (house) => inHouse(house, open),
});

async function open(): Promise<void> {
  await keepBuiltInRoles();
  await freshenRights();
  await makeUnattendedAdministrator();
}

/** The built-in roles are rows like all others, made where this version has new ones and brought up to what it means by them. */
async function keepBuiltInRoles(): Promise<void> {
  const standing = new Map((await Role.query().where({ builtIn: true })).map((role) => [role.key, role]));
  for (const [key, rights] of Object.entries(BUILT_IN_RIGHTS)) {
    const role = standing.get(key);
    if (role === undefined)
      await work('access.keepBuiltInRole', () =>
        insert(Role, { key, name: null, builtIn: true, rights, closedAt: null, closedBy: null }),
      );
    else if (JSON.stringify(role.rights) !== JSON.stringify(rights))
      await work('access.keepBuiltInRole', () => update(Role, role.id, { rights }));
  }
}
