import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { User } from '../model.ts';
import { isAdministrator } from '../rights.ts';
import { forgetUser } from '../throttle.ts';

export const releaseUser = command({
  name: 'user.release',
  says: 'Lets a user try to sign in again at once, after too many tries.',
  right: null,
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor }) {
    if (!isAdministrator(actor)) throw Fault.forbidden('user.forbidden', 'Only administrators may do this.');
    if ((await User.query().findById(id)) === undefined) throw Fault.missing('user', id);
    await forgetUser(id);
  },
});
