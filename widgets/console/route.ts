/**
 * Addresses of the console. The address holds place, selection and filter; what is drawn follows from it alone, so that back,
 * reload and a link sent to a colleague all work.
 *
 *   /mail?box=ID&view=team&q=…        /mail/thread/ID?…        /mail/message/ID        /mail/new?to=…&about=person:ID
 *   /people?of=person&q=…&sort=…      /people/person:ID        /people/new?of=organisation
 *   /desk/badge?person=ID
 *   /security
 *   /alerts                           /alerts/preferences      /alerts/ID
 *   /settings/system                  /setup?token=…           /forgotten              /reset?token=…
 */
export interface Route {
  /** 'mail', 'people', 'settings', 'setup'…; what is none of the console's places is 'nowhere'. */
  place: Place;
  /** What follows the place: ['thread', '01J…']. */
  parts: string[];
  query: URLSearchParams;
}

const places = [
  'mail',
  'people',
  'desk',
  'alerts',
  'settings',
  'security',
  'setup',
  'sign-in',
  'forgotten',
  'reset',
] as const;
export type Place = (typeof places)[number] | 'nowhere';

const changed = 'lobi-route-change';

/** '/people/person:01J?tab=facts' → { place: 'people', parts: ['person:01J'], query }. '/' is the mail. */
export function readRoute(address: { pathname: string; search: string }): Route {
  const [first = '', ...parts] = address.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const place = first === '' ? 'mail' : places.find((known) => known === first);
  return { place: place ?? 'nowhere', parts, query: new URLSearchParams(address.search) };
}

/** The address here with some of its query set; null and '' take a member out. */
export function withQuery(
  path: string,
  query: URLSearchParams,
  change: Record<string, string | null> = {},
): string {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

/** Goes to an address of the console. 'replace' for what is typed (a filter), so that back leaves the place at once. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === location.pathname + location.search) return;
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  dispatchEvent(new Event(changed));
}

/** Calls back after every change of the address; gives back what stops it. */
export function onRoute(told: () => void): () => void {
  addEventListener('popstate', told);
  addEventListener(changed, told);
  return () => {
    removeEventListener('popstate', told);
    removeEventListener(changed, told);
  };
}

/** Takes a click on a link of the console over, unless it shall open elsewhere. True when it was taken. */
export function followLink(event: MouseEvent): boolean {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return false;
  const link = event
    .composedPath()
    .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
  if (!link || link.origin !== location.origin || link.target === '_blank' || link.hasAttribute('download'))
    return false;
  if (/^\/(api|embed|assets)\//.test(link.pathname)) return false;
  event.preventDefault();
  go(link.pathname + link.search);
  return true;
}
