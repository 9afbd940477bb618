import type { Refusal } from './refusal.ts';

/** What counts where even the words of a refusal did not come. */
const unreached = {
  kind: 'offline',
  code: 'server.unreached',
  status: 0,
  detail: '',
  errors: [],
  current: null,
};

/** Anything thrown, as a Refusal. The class comes with the first one: what is well needs none. */
export function refused(thrown: unknown): Promise<Refusal> {
  return import('./refusal.ts').then(
    ({ refusalOf }) => refusalOf(thrown),
    () => unreached as unknown as Refusal,
  );
}
