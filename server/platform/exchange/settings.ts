import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    importMegabytes: number;
    importRows: number;
    importKeptDays: number;
  }
}

export const EXCHANGE_SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'importMegabytes',
    says: 'Largest file that is brought in, in megabytes.',
    takes: z.int().min(1).max(50),
    preset: () => 25,
  },
  {
    name: 'importRows',
    says: 'Most rows of a file that is brought in.',
    takes: z.int().min(100).max(1_000_000),
    preset: () => 200_000,
  },
  {
    name: 'importKeptDays',
    says: 'For how many days an import can be undone; then its file and its rows are thrown away.',
    takes: z.int().min(1).max(365),
    preset: () => 30,
  },
];
