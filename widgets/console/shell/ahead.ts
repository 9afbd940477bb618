/**
 * Loads ahead what the address will need, while the server is still asked who is here: only where somebody was signed in before in
 * this browser, since a stranger sees the sign-in page.
 */
import type { Route } from '../route.ts';

const known = 'lobi.here';

export function rememberHere(here: boolean): void {
  try {
    if (here) localStorage.setItem(known, '1');
    else localStorage.removeItem(known);
  } catch {
    // A browser that keeps nothing loads in turn.
  }
}

export function loadAhead(route: Route): void {
  try {
    if (localStorage.getItem(known) === null) return;
  } catch {
    return;
  }
  void import('./frame.ts');
  void pageOf(route);
}

/** The module of a place's page; the frame asks for the same. */
export function pageOf({ place, parts }: Route): Promise<unknown> {
  if (place === 'mail' && parts[0] === 'letters')
    return parts[1] ? import('../letters/letter.ts') : import('../letters/letters.ts');
  if (place === 'mail') return import('../mail/mail.ts');
  if (place === 'people' && parts[0] === 'import') return import('../exchange/exchange.ts');
  if (place === 'people' && parts[0] === 'groups')
    return parts[1] ? import('../groups/group.ts') : import('../groups/groups.ts');
  if (place === 'people')
    return parts[0] && parts[0] !== 'new' ? import('../people/card.ts') : import('../people/people.ts');
  if (place === 'desk') return import('../desk/desk.ts');
  if (place === 'security') return import('../security/security.ts');
  if (place === 'alerts') return import('../alerts/alerts.ts');
  if (place === 'settings') return import('../settings/settings.ts');
  return import('./nowhere.ts');
}
