import { work } from '#kernel/command.ts';
import { inHouse } from '#kernel/house.ts';
import { readTexts } from '#kernel/i18n.ts';
import { update } from '#kernel/model.ts';
import { room } from '#kernel/room.ts';
import { offerReset, resetPassword } from './commands/passwords.ts';
import { endSession, startSession } from './commands/sessions.ts';
import { addSampleData, addUnattended, finishSetup, makeUnattendedAdministrator } from './commands/setup.ts';
import { addTeam, changeTeam, closeTeam } from './commands/teams.ts';
import { addToken, addWidgetToken, closeToken } from './commands/tokens.ts';
import { addUser, changeUser, closeUser, restoreUser, setPassword } from './commands/users.ts';
import { accessDemo } from './demo.ts';
import { teamEntity, userEntity } from './entities.ts';
import { Role } from './model.ts';
import { rolePolicy, teamPolicy, userPolicy } from './policies.ts';
import { BUILT_IN_RIGHTS, type BuiltInRole, freshenRights } from './rights.ts';
import { sessionRoutes } from './routes/session.ts';
import { setupRoutes } from './routes/setup.ts';
import { teamRoutes } from './routes/teams.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { userRoutes } from './routes/users.ts';
import { accessTimers } from './timers.ts';

export default room({
  name: 'access',
  says: 'Users, roles, teams and policies; sessions, API tokens and widget tokens; the first run.',
  entities: [userEntity, teamEntity],
  policies: [userPolicy, teamPolicy, rolePolicy],
  commands: [
    addUser,
    changeUser,
    closeUser,
    restoreUser,
    setPassword,
    addTeam,
    changeTeam,
    closeTeam,
    startSession,
    endSession,
    resetPassword,
    addToken,
    closeToken,
    addWidgetToken,
    finishSetup,
    addUnattended,
  ],
  routes: [...userRoutes, ...teamRoutes, ...sessionRoutes, ...tokenRoutes, ...setupRoutes],
  jobs: [offerReset, addSampleData],
  timers: accessTimers,
  demos: [accessDemo],
  texts: readTexts(import.meta.dirname),
  opens: (house) => inHouse(house, open),
});

async function open(): Promise<void> {
  await keepBuiltInRoles();
  await freshenRights();
  await makeUnattendedAdministrator();
}

/** The built-in roles are rows like all others, brought up to what this version means by them. */
async function keepBuiltInRoles(): Promise<void> {
  for (const role of await Role.query().where({ builtIn: true })) {
    const rights = BUILT_IN_RIGHTS[role.key as BuiltInRole];
    if (JSON.stringify(role.rights) !== JSON.stringify(rights))
      await work('access.keepBuiltInRole', () => update(Role, role.id, { rights }));
  }
}
