import { type Actor, systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { passwordHash } from '#kernel/secrets.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { actorOf, type User } from '#platform/access/model.ts';
import type { Client } from './http.ts';
import type { World } from './world.ts';

/**
 * The people of the tests, colleagues at Marmara Pack:
 *
 * - Ayşe Yılmaz looks after the house; she may do everything.
 * - Mehmet Şahin sells in Istanbul and sees every card.
 * - Zofia Wójcik sells in Łódź; she reads Polish.
 * - Işıl Çağlar is new in Mehmet's team and sees the team's cards only.
 */
export interface Cast {
  ayse: User;
  mehmet: User;
  zofia: User;
  isil: User;
  /** Team of Mehmet and Işıl. */
  sales: string;
  /** The actor a user is. */
  as(user: User): Actor;
}

/** Everybody signs in with it. */
export const PASSWORD = 'çınar altında üç ıhlamur';

const SYSTEM = systemActor('cast');
let hashed: Promise<string> | undefined;

export async function cast(w: World): Promise<Cast> {
  hashed ??= passwordHash(PASSWORD);
  const hash = await hashed;
  return w.in(async () => {
    const sales = (await run(addTeam, { name: 'Satış' }, SYSTEM)).id;
    const add = (
      givenName: string,
      familyName: string,
      mail: string,
      language: 'tr' | 'pl' | 'en',
      role: string,
      teams: string[] = [],
    ) =>
      run(
        addUser,
        {
          givenName,
          familyName,
          email: `${mail}@marmarapack.example`,
          language,
          roles: [role],
          teams,
          passwordHash: hash,
        },
        SYSTEM,
      );
    return {
      ayse: await add('Ayşe', 'Yılmaz', 'ayse', 'tr', 'administrator'),
      mehmet: await add('Mehmet', 'Şahin', 'mehmet', 'tr', 'user', [sales]),
      zofia: await add('Zofia', 'Wójcik', 'zofia', 'pl', 'user'),
      isil: await add('Işıl', 'Çağlar', 'isil', 'tr', 'limited', [sales]),
      sales,
      as: (user) => actorOf(user, 'Europe/Istanbul'),
    };
  });
}

/** Signs a client in as one of the cast. */
export async function signIn(client: Client, user: User): Promise<Client> {
  const { status, body } = await client.post('/api/session', { email: user.email, password: PASSWORD });
  if (status !== 200) throw new Error(`${user.email} could not sign in: ${JSON.stringify(body)}`);
  return client;
}
