/** Says what was just done, at the foot of the console, with a way back for 8 seconds where there is one. */
import type { LobiElement } from '../kernel/element.ts';
import { refusalWords } from './fault.ts';

export interface ToastRequest {
  text: string;
  undo?: (() => unknown) | undefined;
  bad?: boolean | undefined;
}

export function toast(element: LobiElement, text: string, more: Omit<ToastRequest, 'text'> = {}): void {
  element.emit('lobi-toast-say', { text, ...more });
}

/** Says at the foot of the console why something was not done. */
export function complain(element: LobiElement, thrown: unknown): void {
  toast(element, refusalWords(element, thrown), { bad: true });
}
