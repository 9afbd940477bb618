/**
 * A page of the console: an element that is drawn from the address. It takes connection, language and look from the console
 * around it, and says its keys.
 */
import type { PropertyDeclarations } from 'lit';
import { buttons } from '../kernel/buttons.ts';
import { LobiElement } from '../kernel/element.ts';
import { sayingStyles } from '../kernel/saying.ts';
import type { Route } from './route.ts';
import type { User } from './session.ts';
import { pageStyles } from './style/page.ts';
import { words } from './texts.ts';

export abstract class Page extends LobiElement {
  static override texts = words;
  static override styles: import('lit').CSSResultGroup = [buttons, sayingStyles, pageStyles];
  static override properties: PropertyDeclarations = {
    route: { attribute: false },
    user: { attribute: false },
  };

  declare route: Route;
  declare user: User;
}
