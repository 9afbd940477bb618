/** `<lobi-audit-filters>`: who, what, when, which words; the address holds them, and the export asks for the same. */

import type { PropertyDeclarations, TemplateResult } from 'lit';
import { css, html } from 'lit';
import download from 'lucide-static/icons/download.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Route } from '../route.ts';
import { go, withQuery } from '../route.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { accessWords } from './texts.ts';

export const filterKeys = ['actor', 'entity', 'record', 'verb', 'from', 'until', 'q'] as const;

const kinds = [
  'person',
  'organisation',
  'position',
  'user',
  'team',
  'role',
  'handOver',
  'mailbox',
  'thread',
  'message',
  'setting',
  'session',
  'token',
];
const verbs = [
  'add',
  'change',
  'close',
  'restore',
  'send',
  'start',
  'end',
  'setPassword',
  'export',
  'import',
];

/** What the API is asked for: days of the page are days of the reader, both included. */
export function askedBy(query: URLSearchParams, zone: string | undefined): Record<string, string | null> {
  const asked = Object.fromEntries(filterKeys.map((key) => [key, query.get(key)]));
  const { from = null, until = null } = asked;
  return { ...asked, from: from && startOf(from, zone), until: until && startOf(dayAfter(until), zone) };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The first moment of a day in a zone. */
function startOf(day: string, zone: string | undefined): string | null {
  const guess = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(guess.getTime())) return null;
  const there = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(guess);
  const away = Date.parse(`${there.replace(' ', 'T')}Z`) - guess.getTime();
  return new Date(guess.getTime() - away).toISOString();
}

export class AuditFilters extends LobiElement {
  static override texts = accessWords;
  static override properties: PropertyDeclarations = { route: { attribute: false } };
  static override styles = [
    buttons,
    fieldStyles,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: var(--lobi-space-2) var(--lobi-space-3);
        align-items: end;
        margin-bottom: var(--lobi-space-4);
      }
      .words {
        grid-column: span 2;
      }
      a.btn {
        justify-self: start;
      }
      @media (max-width: 480px) {
        form {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  declare route: Route;
  readonly users = new ListWatch<User>(this, () => ({
    path: '/api/users',
    params: { limit: 200, closed: 'true' },
  }));

  override render() {
    const value = (key: string) => this.route.query.get(key) ?? '';
    const words = (prefix: string, keys: string[]) =>
      keys.map((key): [string, string] => {
        const own = `${prefix}.${key}`;
        return [key, prefix === 'audit.entity' ? this.t('audit.entity', { entity: key }) : this.t(own)];
      });
    const people = this.users.items.map((user): [string, string] => [user.id, nameOfUser(user)]);
    const set = (event: Event) => {
      const field = event.target as HTMLInputElement;
      go(
        withQuery('/settings/audit', this.route.query, { [field.name]: field.value.trim() || null }),
        'replace',
      );
    };
    const asked = askedBy(this.route.query, this.clock.zone);
    const query = new URLSearchParams(
      Object.entries(asked).flatMap(([key, each]) => (each ? [[key, each]] : [])),
    );
    return html`<form @change=${set} @submit=${(event: Event) => event.preventDefault()}>
      ${this.#select('actor', value('actor'), [...people, ['system', this.t('audit.actor', { kind: 'system' })]])}
      ${this.#select('entity', value('entity'), words('audit.entity', kinds))}
      ${this.#select('verb', value('verb'), words('audit.verb', verbs))}
      ${this.#input('from', 'date', value('from'))} ${this.#input('until', 'date', value('until'))}
      <div class="words">${this.#input('q', 'search', value('q'))}</div>
      <a class="btn soft" href="/api/audit/export?${query}" download target="_blank">${icon(download)}${this.t('audit.export')}</a>
    </form>`;
  }

  #select(name: string, value: string, options: [string, string][]): TemplateResult {
    return html`<label class="labelled"
      ><span class="label">${this.t(`audit.by.${name}`)}</span
      ><select class="field" name=${name}>
        <option value="" ?selected=${value === ''}>${this.t('audit.any')}</option>
        ${options.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
      </select></label
    >`;
  }

  #input(name: string, type: 'date' | 'search', value: string): TemplateResult {
    return html`<label class="labelled"
      ><span class="label">${this.t(`audit.by.${name}`)}</span><input class="field" name=${name} type=${type} .value=${value}
    /></label>`;
  }
}

define('lobi-audit-filters', AuditFilters);
