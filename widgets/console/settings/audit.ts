/** `<lobi-audit-room>`: who did what, when, from where; what stood before and what stands after. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import history from 'lucide-static/icons/history.svg?icon';
import { fullMoment, shortMoment, timeOf } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { nameOf, placeOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { go, withQuery } from '../route.ts';
import type { Entry } from './audit-entry.ts';
import './audit-chain.ts';
import { sayValue, verbOf } from './audit-entry.ts';
import { askedBy, filterKeys } from './audit-filters.ts';
import { Names } from './audit-names.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

/** Columns that only the database needs: folded texts, sort keys. */
const inner = /(Folded|Sort(Tr|Pl|En)|[sS]earchText|Hash)$/;
const seen: Record<string, string> = {
  person: 'person',
  organisation: 'organisation',
  thread: 'thread',
  message: 'message',
};

/** Records that stand in one of the administrators' rooms. */
const rooms: Record<string, string> = {
  user: '/settings/users',
  mailbox: '/settings/mailboxes',
  setting: '/settings/general',
};
export class AuditRoom extends SettingsRoom {
  static override texts = accessWords;
  static override properties = { ...SettingsRoom.properties, unfolded: { state: true } };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: 160px minmax(0, 1fr);
        align-items: baseline;
        padding: 12px 0;
      }
      .what {
        display: block;
        width: 100%;
        overflow-wrap: anywhere;
      }
      button.what:hover {
        text-decoration: underline;
      }
      table {
        width: 100%;
        margin-top: var(--lobi-space-2);
        border-collapse: collapse;
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      th,
      td {
        padding: 4px 12px 4px 0;
        border-top: 1px solid var(--lobi-border);
        text-align: start;
        vertical-align: top;
        overflow-wrap: anywhere;
        font-weight: 400;
      }
      th {
        color: var(--lobi-text-2);
      }
      td.before {
        color: var(--lobi-text-2);
        text-decoration: line-through;
      }
      .more {
        margin-top: var(--lobi-space-2);
        font-size: var(--lobi-size-s);
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare unfolded: string | null;
  readonly entries = new ListWatch<Entry>(this, () => ({
    path: '/api/audit',
    params: {
      limit: 60,
      ...askedBy(this.route.query, this.clock.zone),
    },
  }));

  readonly names = new Names(this, () => this.entries.items);

  constructor() {
    super();
    this.unfolded = null;
  }

  override render() {
    const { entries } = this;
    if (!entries.here) return entries.refusal ? failing(entries.refusal, () => entries.refetch()) : nothing;
    const filtered = filterKeys.some((key) => this.route.query.has(key));
    return html`<div class="column">
      ${this.head(
        this.t('settings.audit'),
        this.t('audit.lead'),
        filtered
          ? html`<button class="btn soft" @click=${() => go('/settings/audit')}>${this.t('audit.everything')}</button>`
          : nothing,
      )}
      <lobi-audit-filters .route=${this.route}></lobi-audit-filters>
      <lobi-audit-chain .route=${this.route}></lobi-audit-chain>
      ${
        entries.items.length === 0
          ? saying({ icon: history, title: this.t('audit.none'), text: this.t('audit.noneWhy') })
          : html`<ul class="rows">
              ${entries.items.map((entry) => this.#entry(entry))}
            </ul>`
      }
      ${entries.hasMore ? html`<p><button class="btn soft" @click=${() => entries.more()}>${this.t('list.older')}</button></p>` : nothing}
    </div>`;
  }

  #entry(entry: Entry): TemplateResult {
    const open = entry.id === this.unfolded;
    return html`<li>
      <time class="two" datetime=${entry.at} title=${fullMoment(entry.at, this.clock)}>${this.#when(entry.at)}</time>
      <div>
        <button class="what" aria-expanded=${open ? 'true' : 'false'} @click=${() => (this.unfolded = open ? null : entry.id)}>
          <b>${this.#who(entry)}</b> ${this.#deed(entry)}
        </button>
        ${this.#way(entry)}
        ${open ? this.#inside(entry) : nothing}
      </div>
    </li>`;
  }

  // Where it came from, and the record it was done to, where it has a page.
  #way(entry: Entry): TemplateResult {
    const { record, from, via } = entry;
    const to = record && (seen[record.entity] ? placeOf(record) : rooms[record.entity]);
    // A session says nothing new; a token, a page's element or a mail program does.
    const door = (text: string | null | undefined) => {
      const kind = text?.split(':')[0];
      if (kind === 'session') return null;
      return kind === 'token' ? this.t('audit.entity', { entity: kind }) : kind;
    };
    const name = record && (this.names.of(entry) ?? this.t('audit.entity', { entity: record.entity }));
    return html`<small class="three"
      >${[from && this.t('audit.from', { from }), door(via)].filter(Boolean).join(' · ')}${
        to ? html`${from || door(via) ? ' · ' : ''}<a class="link" href=${to}>${name}</a>` : nothing
      }</small
    >`;
  }

  // The house itself has names of its own deeds, which mean nothing to people.
  #who({ actor }: Entry): string {
    const own = actor.kind === 'system' || actor.kind === 'anonymous';
    return own
      ? this.t('audit.actor', { kind: actor.kind })
      : (actor.label ?? this.t('audit.actor', { kind: 'other' }));
  }

  #when(at: string): TemplateResult {
    const short = shortMoment(at, this.clock);
    const time = timeOf(at, this.clock);
    return html`${short === time ? this.t('mail.today') : short} <span class="three">${time}</span>`;
  }

  // 'changed person Şule Işık'; a deed without words of ours is named by its command.
  #deed(entry: Entry): string {
    const record = this.names.of(entry) ?? '';
    const of = entry.record ? this.t('audit.entity', { entity: entry.record.entity }) : '';
    const keys = [
      `audit.did.${entry.command}`,
      `audit.deed.${verbOf(entry)}`,
      `audit.deed.${entry.deed ?? 'other'}`,
    ];
    const key = keys.find((each) => this.t(each, { of, record, command: entry.command }) !== each)!;
    return this.t(key, { of, record, command: entry.command }).replace(/[:\s]+$/, '');
  }

  // Keys that are no fields of an entity, but have words of ours.
  #key(key: string): string {
    const text = this.t(`audit.key.${key}`);
    return text === `audit.key.${key}` ? key : text;
  }

  #inside(entry: Entry): TemplateResult {
    const changes = entry.changes.filter(({ key }) => !inner.test(key));
    const { record } = entry;
    return html`${
      changes.length
        ? html`<table>
              <thead>
                <tr>
                  <th scope="col">${this.t('audit.field')}</th>
                  <th scope="col">${this.t('audit.before')}</th>
                  <th scope="col">${this.t('audit.after')}</th>
                </tr>
              </thead>
              <tbody>
                ${changes.map(({ key, label, says, before, after }) => html`<tr><th scope="row">${label ?? this.#key(key)}</th><td class="before">${says.before ?? sayValue(before)}</td><td>${says.after ?? sayValue(after)}</td></tr>`)}
              </tbody>
            </table>`
        : nothing
    }
      <p class="more two">${fullMoment(entry.at, this.clock)} · ${entry.command}</p>
      <p class="more">
        ${record && seen[record.entity] ? html`<a class="link" href=${placeOf(record)}>${this.t('history.open')}</a> · ` : nothing}
        ${record ? html`<a class="link" href=${withQuery('/settings/audit', new URLSearchParams(), { record: nameOf(record) })}>${this.t('audit.ofThis')}</a>` : nothing}
      </p>`;
  }
}

define('lobi-audit-room', AuditRoom);
