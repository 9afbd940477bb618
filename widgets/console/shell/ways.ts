/** What the search layer offers beside records: where one was lately, what can be done on the page, the console's places. */
import type { SVGTemplateResult } from 'lit';
import bell from 'lucide-static/icons/bell.svg?icon';
import building from 'lucide-static/icons/building-2.svg?icon';
import desk from 'lucide-static/icons/concierge-bell.svg?icon';
import file from 'lucide-static/icons/file.svg?icon';
import importing from 'lucide-static/icons/file-input.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import letters from 'lucide-static/icons/mails.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import gear from 'lucide-static/icons/settings.svg?icon';
import shield from 'lucide-static/icons/shield-check.svg?icon';
import pen from 'lucide-static/icons/square-pen.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import act from 'lucide-static/icons/zap.svg?icon';
import type { LobiElement } from '../../kernel/element.ts';
import type { Key } from '../keys.ts';
import { keyName, keysHere } from '../keys.ts';
import { go } from '../route.ts';
import type { User } from '../session.ts';
import { isAdministrator } from '../session.ts';
import { recentVisits } from './recent.ts';

export type Group = 'recent' | 'found' | 'acts' | 'places';

export interface Way {
  group: Group;
  label: string;
  under?: string;
  at?: string | null | undefined;
  icon: SVGTemplateResult;
  /** A key that does the same, shown at the end. */
  shortcut?: string;
  run: () => unknown;
}

const drawings: Record<string, SVGTemplateResult> = {
  person: user,
  organisation: building,
  message: mail,
  thread: mail,
};

export function drawingOf(entity: string): SVGTemplateResult {
  return drawings[entity] ?? file;
}

export function recentWays(userId: string): Way[] {
  return recentVisits(userId).map(({ label, to, entity }) => ({
    group: 'recent',
    label,
    icon: drawingOf(entity),
    run: () => go(to),
  }));
}

/** Keys that only move, that led here, or stand among the places. */
const notDeeds = new Set([
  'keys.search',
  'keys.write',
  'keys.next',
  'keys.previous',
  'keys.open',
  'keys.back',
]);

/** What the page's keys do, for who does not know them yet. */
export function actsHere(element: LobiElement): Way[] {
  const said = new Map<string, Key>();
  for (const key of keysHere()) if (!notDeeds.has(key.says) && !said.has(key.says)) said.set(key.says, key);
  return [...said.values()]
    .map((key) => ({ key, label: element.t(key.says) }))
    .filter(({ key, label }) => label !== key.says)
    .map(({ key, label }) => ({
      group: 'acts',
      label,
      icon: act,
      shortcut: keyName(key, element.t('keys.space')),
      run: key.run,
    }));
}

const settings = [
  'system',
  'backups',
  'delivery',
  'general',
  'users',
  'teams',
  'roles',
  'hand-overs',
  'sight',
  'mailboxes',
  'cards',
  'audit',
];

export function placesOf(element: LobiElement, who: User): Way[] {
  const ways: [string, SVGTemplateResult, string][] = [
    ['search.write', pen, '/mail/new'],
    ['search.newPerson', plus, '/people/new?of=person'],
    ['search.newOrganisation', plus, '/people/new?of=organisation'],
    ['place.mail', mail, '/mail'],
    ['search.letters', letters, '/mail/letters'],
    ['place.people', people, '/people?of=person'],
    ['search.organisations', building, '/people?of=organisation'],
    ['search.groups', people, '/people/groups'],
    ['search.import', importing, '/people/import'],
    ['place.desk', desk, '/desk'],
    ['place.alerts', bell, '/alerts'],
    ['search.alertPreferences', bell, '/alerts/preferences'],
    ['place.security', shield, '/security'],
    ...(isAdministrator(who)
      ? settings.map((room): [string, SVGTemplateResult, string] => [
          `settings.${room}`,
          gear,
          `/settings/${room}`,
        ])
      : []),
  ];
  return ways
    .map(([says, icon, to]) => ({
      group: 'places' as const,
      label: element.t(says),
      says,
      icon,
      run: () => go(to),
    }))
    .filter(({ label, says }) => label !== says);
}

/** As the server folds: İ, I and ı are one, marks do not count. */
export function fold(text: string): string {
  return text
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ł', 'l');
}
