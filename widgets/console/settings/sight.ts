/** `<lobi-sight-room>`: what a user can see, and why; asked of the server's own policies. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import eye from 'lucide-static/icons/eye.svg?icon';
import hidden from 'lucide-static/icons/eye-off.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Page, Ref } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { go, withQuery } from '../route.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import type { Label } from './rights.ts';
import { sayVerb } from './rights.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

interface Sight {
  closed: boolean;
  roles: { key: string; name: string; cards: string }[];
  teams: (Ref & { label: string })[];
  belongings: (Ref & { label: string })[];
  entities: { entity: string; label: Label; seen: number; all: number; verbs: string[]; roles: string[] }[];
  record:
    | (Ref & {
        label: string | null;
        exists: boolean;
        seen: boolean;
        by: { role: string; way: string }[];
        verbs: Record<string, boolean>;
        fields: Record<string, 'none' | 'see'>;
        lacks: 'role' | 'rule' | null;
      })
    | null;
}

interface Hit extends Ref {
  title: string;
  note: string;
}

export class SightRoom extends SettingsRoom {
  static override texts = accessWords;
  static override properties = {
    ...SettingsRoom.properties,
    who: { state: true },
    what: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .asked {
        max-width: 860px;
        margin-bottom: var(--lobi-space-4);
      }
      table {
        width: 100%;
        max-width: 860px;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 6px 16px 6px 0;
        border-top: 1px solid var(--lobi-border);
        text-align: start;
        font-weight: 400;
        vertical-align: top;
      }
      thead th {
        border-top: 0;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      th[scope='row']::first-letter {
        text-transform: uppercase;
      }
      td.count {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .answer {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 2px var(--lobi-space-3);
        max-width: 860px;
        margin-bottom: var(--lobi-space-6);
        padding: 14px 16px;
        border: 1px solid var(--lobi-border-strong);
        border-radius: var(--lobi-radius);
      }
      .answer.yes > .icon {
        color: var(--lobi-success);
      }
      .answer.no > .icon {
        color: var(--lobi-warning);
      }
      .facts {
        max-width: 860px;
        margin-bottom: var(--lobi-space-4);
        grid-template-columns: 120px minmax(0, 1fr);
      }
    `,
  ];

  declare who: Choice[];
  declare what: Choice[];
  readonly sight = new Fetched<Sight>(this, () => {
    const { query } = this.route;
    const user = query.get('user');
    const record = query.get('record');
    if (!user) return null;
    return `/api/users/${user}/rights${record ? `?record=${encodeURIComponent(record)}` : ''}`;
  });

  constructor() {
    super();
    this.who = [];
    this.what = [];
  }

  protected override firstUpdated(): void {
    const user = this.route.query.get('user');
    if (user)
      this.connection.api.get<User>(`/api/users/${user}`).then(
        (found) => (this.who = [{ key: found.id, label: nameOfUser(found), entity: 'user' }]),
        () => {},
      );
  }

  override render() {
    const { value, refusal } = this.sight;
    return html`<div class="column">
      ${this.head(this.t('settings.sight'), this.t('sight.lead'))}
      <div class="two-up asked">
        ${this.#field('sight.who', this.who, this.#users, 'user')}
        ${this.#field('sight.what', this.what, this.#records, 'record')}
      </div>
      ${
        value
          ? this.#inside(value)
          : refusal
            ? failing(refusal, () => this.sight.refetch())
            : this.route.query.has('user')
              ? nothing
              : saying({ icon: eye, title: this.t('sight.none'), text: this.t('sight.noneWhy') })
      }
    </div>`;
  }

  #field(
    label: string,
    value: Choice[],
    search: (text: string) => Promise<Choice[]>,
    name: 'user' | 'record',
  ): TemplateResult {
    const chosen = (event: CustomEvent<{ value: Choice[] }>) => {
      const picked = event.detail.value.slice(-1);
      if (name === 'user') this.who = picked;
      else this.what = picked;
      go(withQuery('/settings/sight', this.route.query, { [name]: picked[0]?.key ?? null }), 'replace');
    };
    return html`<div class="labelled">
      <span class="label">${this.t(label)}</span>
      <lobi-picker label=${this.t(label)} many .value=${value} .search=${search} @lobi-picker-change=${chosen}></lobi-picker>
    </div>`;
  }

  #inside(sight: Sight): TemplateResult {
    const names = (list: { label: string }[]) => list.map(({ label }) => label).join(', ') || '–';
    return html`${sight.closed ? html`<p class="hint">${this.t('sight.closed')}</p>` : nothing}
      ${sight.record ? this.#record(sight.record, sight) : nothing}
      <dl class="facts">
        <dt>${this.t('sight.roles')}</dt>
        <dd>${sight.roles.map(({ name, cards }) => `${name} (${this.t(`roles.cards.${cards}`)})`).join(', ') || '–'}</dd>
        <dt>${this.t('settings.teams')}</dt>
        <dd>${names(sight.teams)}</dd>
        <dt>${this.t('settings.mailboxes')}</dt>
        <dd>${names(sight.belongings)}</dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t('sight.kind')}</th>
            <th scope="col">${this.t('sight.seen')}</th>
            <th scope="col">${this.t('roles.may')}</th>
            <th scope="col">${this.t('sight.by')}</th>
          </tr>
        </thead>
        <tbody>
          ${sight.entities.map(
            (each) => html`<tr>
              <th scope="row">${each.label[this.language]}</th>
              <td class="count">${this.t('sight.of', { seen: each.seen, all: each.all })}</td>
              <td class="two">${each.verbs.map((verb) => this.#verb(verb)).join(', ') || '–'}</td>
              <td class="two">${each.roles.map((key) => this.#role(key, sight)).join(', ') || '–'}</td>
            </tr>`,
          )}
        </tbody>
      </table>`;
  }

  #record(record: NonNullable<Sight['record']>, sight: Sight): TemplateResult {
    const name = record.label ?? record.id;
    if (!record.exists) return html`<p class="hint" role="status">${this.t('sight.missing')}</p>`;
    const can = Object.entries(record.verbs);
    const yes = can.filter(([, may]) => may).map(([verb]) => this.#verb(verb));
    const no = can.filter(([, may]) => !may).map(([verb]) => this.#verb(verb));
    const hides = Object.entries(record.fields).map(([field, limit]) =>
      this.t(`sight.field.${limit}`, { field: this.#word(`fieldClass.${field}`, field) }),
    );
    return html`<section class="answer ${record.seen ? 'yes' : 'no'}" role="status">
      ${icon(record.seen ? eye : hidden)}
      <div>
        <b>${this.t(record.seen ? 'sight.yes' : 'sight.no', { name })}</b>
        ${record.by.map(({ role, way }) => html`<p>${this.t('sight.because', { role: this.#role(role, sight), way: this.#word(`way.${way}`, way) })}</p>`)}
        ${record.lacks ? html`<p>${this.t(`sight.lacks.${record.lacks}`)}</p>` : nothing}
        ${record.seen && yes.length ? html`<p class="two">${this.t('sight.can', { verbs: yes.join(', ') })}</p>` : nothing}
        ${record.seen && no.length ? html`<p class="two">${this.t('sight.cannot', { verbs: no.join(', ') })}</p>` : nothing}
        ${hides.map((line) => html`<p class="two">${line}</p>`)}
      </div>
    </section>`;
  }

  #role(key: string, sight: Sight): string {
    return sight.roles.find((role) => role.key === key)?.name ?? key;
  }

  #verb(verb: string): string {
    return sayVerb((key) => this.t(key), verb);
  }

  #word(key: string, other: string): string {
    const text = this.t(key);
    return text === key ? other : text;
  }

  #users = async (text: string): Promise<Choice[]> => {
    const { items } = await this.connection.api.get<Page<User>>('/api/users', { q: text, limit: 8 });
    return items.map((user) => ({
      key: user.id,
      label: nameOfUser(user),
      detail: user.email,
      entity: 'user',
    }));
  };

  #records = async (text: string): Promise<Choice[]> => {
    const { items } = await this.connection.api.get<{ items: Hit[] }>('/api/search', { q: text, limit: 8 });
    return items.map(({ entity, id, title, note }) => ({
      key: `${entity}:${id}`,
      label: title,
      detail: note,
      entity,
    }));
  };
}

define('lobi-sight-room', SightRoom);
