/** Says what was just done, at the foot of the console, with a way back for 8 seconds where there is one. */
import type { LobiElement } from '../kernel/element.ts';

export interface ToastRequest {
  text: string;
  undo?: (() => unknown) | undefined;
  bad?: boolean | undefined;
}

export function toast(element: LobiElement, text: string, more: Omit<ToastRequest, 'text'> = {}): void {
  element.emit('lobi-toast-say', { text, ...more });
}
