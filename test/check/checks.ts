import type { Check } from './check.ts';
import { dead } from './dead.ts';
import { docs } from './docs.ts';
import { format } from './format.ts';
import { imports } from './imports.ts';
import { lint } from './lint.ts';
import { names } from './names.ts';
import { sizes } from './sizes.ts';
import { texts } from './texts.ts';
import { types } from './types.ts';

/** Every check of the house, in the order it runs. */
export const checks: Check[] = [types, imports, lint, format, names, sizes, dead, texts, docs];
