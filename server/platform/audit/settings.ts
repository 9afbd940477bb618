import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    /** Addresses outside of this house's database that get the head of the chain. */
    auditHeadTo: string[];
    auditHeadEvery: 'never' | 'daily' | 'weekly';
  }
}

const address = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address, for example auditor@firm.example');

export const auditSettings: readonly SettingDefinition[] = [
  {
    name: 'auditHeadTo',
    says: 'Who gets the head of the audit chain by mail: best a mailbox that the administrators of this house cannot change.',
    takes: z.array(address).max(10),
    preset: () => [],
  },
  {
    name: 'auditHeadEvery',
    says: 'How often the head of the audit chain leaves the house: never, daily, weekly (on Mondays).',
    takes: z.enum(['never', 'daily', 'weekly']),
    preset: () => 'never',
  },
];
