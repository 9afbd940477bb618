import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    /** Whether name servers are asked about the senders of mail. */
    checkSenders: boolean;
  }
}

export const MAILROOM_SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'checkSenders',
    says: 'Asks name servers whether a mail comes from where it says (SPF, DKIM, DMARC); the answer is shown with the mail.',
    takes: z.boolean(),
    preset: () => true,
  },
];
