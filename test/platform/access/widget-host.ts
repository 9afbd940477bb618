import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import { command, run } from '#kernel/command.ts';
import { room } from '#kernel/room.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import access from '#platform/access/room.ts';
import audit from '#platform/audit/room.ts';
import settings from '#platform/settings/room.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { type Engine, world } from '#test/support/world.ts';

export const PAGE = 'https://erp.marmarapack.example';
export const ELEMENTS = room({
  name: 'elements',
  says: 'Elements of the tests.',
  elements: [
    { name: 'lobi-team-list', says: 'Teams.', reads: ['team'] },
    { name: 'lobi-team-editor', says: 'Teams, and renames them.', reads: ['team'], runs: ['team.change'] },
    { name: 'lobi-caller', says: 'Calls.', reads: ['caller'], runs: ['caller.call'] },
    { name: 'lobi-colleague', says: 'A colleague.', reads: ['user'], runs: ['user.change'] },
  ],
});

/** A command that calls another. */
export const callTeam = command({
  name: 'caller.call',
  says: 'Makes a team through another command.',
  right: null,
  takes: z.object({ name: z.string() }),
  does: (input, { actor }) => run(addTeam, input, actor),
});

/** A host's server with an API key of Ayşe's, and a browser in its page. */
export async function host(t: ExecutionContext, options: { engine?: Engine; scopes?: string[] } = {}) {
  const w = await world(t, {
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    rooms: [settings, access, audit, ELEMENTS],
  });
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  const { body } = await admin.post('/api/tokens', {
    name: 'Intranet',
    scopes: options.scopes ?? ['widgets'],
    origins: [PAGE],
  });
  const server = client();
  server.headers = { Authorization: `Bearer ${body.token}` };
  const wish = { user: people.mehmet.email, elements: ['lobi-team-list'], scope: 'user', origin: PAGE };
  return {
    w,
    ...people,
    admin,
    server,
    key: body as { id: string; token: string },
    client,
    ask: (more: Record<string, unknown> = {}) => server.post('/api/widget-tokens', { ...wish, ...more }),
    async page(more: Record<string, unknown> = {}): Promise<Client & { token: string }> {
      const made = await server.post('/api/widget-tokens', { ...wish, ...more });
      t.is(made.status, 201, JSON.stringify(made.body));
      const page = client();
      page.headers = { Authorization: `Bearer ${made.body.token}`, Origin: PAGE };
      return Object.assign(page, { token: made.body.token as string });
    },
  };
}
