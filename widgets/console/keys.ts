/**
 * Keys of a page, one letter each. They rest while something is being written or a dialog is open.
 *
 *   readonly keys = new Keys(this, () => [{ key: 'j', says: 'keys.next', run: () => this.#move(1) }]);
 *
 * `?` lists the keys that work where one is: those of the page on top first. The place of a key is its meaning, not its
 * position: on a Turkish or Polish keyboard `#` and `?` are where the layout has them.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Key {
  /** As KeyboardEvent.key says it: 'j', '#', '?', 'Enter', 'Escape'. */
  key: string;
  /** Key of the text that says what it does. */
  says: string;
  run: () => unknown;
  /** 'k' with Ctrl (or the Mac's Command): works while writing, too. */
  ctrl?: boolean;
}

const maps: Keys[] = [];
let restUntil = 0;

/** Single letters mean nothing for a moment: what follows is for a field that is about to open, not for the page. */
export function restKeys(milliseconds: number): void {
  restUntil = Date.now() + milliseconds;
}

export class Keys implements ReactiveController {
  #which: () => Key[];

  constructor(host: ReactiveControllerHost, which: () => Key[]) {
    this.#which = which;
    host.addController(this);
  }

  get all(): Key[] {
    return this.#which();
  }

  hostConnected(): void {
    maps.push(this);
  }

  hostDisconnected(): void {
    maps.splice(maps.indexOf(this), 1);
  }
}

/** The keys that work now, the page's before the console's own. */
export function keysHere(): Key[] {
  return maps.toReversed().flatMap((map) => map.all);
}

/** A key as it is written on the keyboard; `space` is the word for the long one. */
export function keyName({ key, ctrl }: Key, space: string): string {
  if (ctrl) return `Ctrl ${key.toUpperCase()}`;
  return { Escape: 'Esc', Enter: '↵', ' ': space }[key] ?? key;
}

/** Runs what a key means here. True when it meant something. */
export function press(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  if (!ctrl && isWriting(event.composedPath()[0])) return false;
  if (!ctrl && event.key.length === 1 && Date.now() < restUntil) return false;
  const found = keysHere().find((each) => Boolean(each.ctrl) === ctrl && matches(each.key, event.key));
  if (!found) return false;
  event.preventDefault();
  void found.run();
  return true;
}

function matches(key: string, pressed: string): boolean {
  return key === pressed || (key.length === 1 && /[a-z]/.test(key) && key === pressed.toLowerCase());
}

function isWriting(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  );
}
