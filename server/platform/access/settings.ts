import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    /** Who must have a second factor; roles may want one too. */
    secondFactorFor: 'nobody' | 'administrators' | 'everybody';
  }
}

export const accessSettings: readonly SettingDefinition[] = [
  {
    name: 'secondFactorFor',
    says: 'Who signs in with a code of an authenticator app beside the password: nobody by rule, administrators, everybody.',
    takes: z.enum(['nobody', 'administrators', 'everybody']),
    preset: () => 'nobody',
  },
];
