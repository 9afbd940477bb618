/**
 * Buttons, chips, signs and avatars as classes on native elements: a <button class="btn first">, a <span class="chip">, taken
 * with `static styles = [buttons, …]`. A BoxElement has buttons and avatars already; it adds `markLook` where it needs chips.
 */
import { buttonLook } from './button-look.ts';
import { markLook } from './mark-look.ts';

export const buttons = [buttonLook, markLook];
