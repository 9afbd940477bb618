import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    /** Stands beside the firm's name under commercial letters: MERSİS, KRS, NIP, address. */
    senderIdentification: string;
    /** The public address that was found to lead here; another one is not trusted with links that act. */
    publicUrlChecked: string | null;
  }
}

export const LETTER_SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'senderIdentification',
    says: 'Stands beside the firm’s name under commercial letters, as the law wants it: MERSİS number, KRS and NIP, address.',
    takes: z.string().trim().max(500),
    preset: () => '',
  },
  {
    name: 'publicUrlChecked',
    says: 'The public address that was found to lead to this house.',
    takes: z.string().nullable(),
    preset: () => null,
    internal: true,
  },
];
