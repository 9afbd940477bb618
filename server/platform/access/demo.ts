import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { passwordHash } from '#kernel/secrets.ts';
import type { Demo } from '#platform/settings/api.ts';
import { setting } from '#platform/settings/api.ts';
import { addTeam } from './commands/teams.ts';
import { addUser } from './commands/users.ts';
import { Team, User } from './model.ts';
import { readablePassword } from './reset.ts';

/** Colleagues of the sample firm, under a reserved domain (RFC 2606). Everybody gets the same password, printed once. */

const DOMAIN = 'marmarapack.example';
const TEAMS = ['Satış', 'Servis', 'Eksport'];
const COLLEAGUES = [
  { givenName: 'Elif', familyName: 'Korkmaz', language: 'tr', roles: ['administrator'], team: 'Satış' },
  { givenName: 'Ayşe', familyName: 'Yıldız', language: 'tr', roles: ['user'], team: 'Satış' },
  { givenName: 'Burak', familyName: 'Şahin', language: 'tr', roles: ['user'], team: 'Servis' },
  { givenName: 'Tomasz', familyName: 'Zieliński', language: 'pl', roles: ['user'], team: 'Eksport' },
  { givenName: 'Katarzyna', familyName: 'Wójcik', language: 'pl', roles: ['limited'], team: 'Eksport' },
] as const;

export const accessDemo: Demo = {
  name: 'access',
  async furnish() {
    if ((await User.query().findOne({ email: addressOf('Elif') })) !== undefined) return [];
    const house = systemActor('Marmara Pack', setting('timeZone'));
    const teams = new Map<string, string>();
    for (const name of TEAMS)
      teams.set(name, ((await Team.query().findOne({ name })) ?? (await run(addTeam, { name }, house))).id);
    const password = readablePassword();
    const hash = await passwordHash(password);
    for (const { team, roles, ...who } of COLLEAGUES) {
      const fields = {
        ...who,
        email: addressOf(who.givenName),
        roles: [...roles],
        teams: team === null ? [] : [teams.get(team) as string],
      };
      await run(addUser, { ...fields, passwordHash: hash }, house);
    }
    const addresses = COLLEAGUES.map((who) => addressOf(who.givenName)).join(', ');
    return [
      `Sample people who sign in with the password ${password}: ${addresses} (the first one administers)`,
    ];
  },
};

const LETTERS: Record<string, string> = { ş: 's', ı: 'i' };

/** `Işıl` → `isil@marmarapack.example` */
function addressOf(givenName: string): string {
  const local = givenName.toLocaleLowerCase('tr').replace(/[şı]/g, (letter) => LETTERS[letter] ?? letter);
  return `${local}@${DOMAIN}`;
}
