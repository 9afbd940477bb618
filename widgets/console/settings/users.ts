/** `<lobi-users-room>`: who may come in, in which roles; a new colleague gets an invitation by mail. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/menu.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Act } from '../../controls/menu.ts';
import { define } from '../../kernel/element.ts';
import { langs } from '../../kernel/i18n.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import { pathOf } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { saying } from '../../kernel/saying.ts';
import type { Option, Values } from '../answers.ts';
import { Answers, choice, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { may } from '../may.ts';
import { go } from '../route.ts';
import '../security/session-list.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { nameOfLang } from '../start/language.ts';
import { complain, toast } from '../toast.ts';
import './pauses.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

interface Role extends Row {
  key: string;
  name: string | null;
}

type Colleague = User & { hasPassword?: boolean };

export class UsersRoom extends SettingsRoom {
  static override texts = accessWords;
  static override properties = {
    ...SettingsRoom.properties,
    adding: { state: true },
    editing: { state: true },
    closed: { state: true },
    sessionsOf: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: 32px minmax(0, 1.4fr) minmax(0, 1fr) 72px auto;
      }
      .rows .gone b {
        color: var(--lobi-text-2);
        font-weight: 500;
      }
      .whole {
        grid-column: 1 / -1;
        margin-bottom: 0;
      }
      .ticks {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--lobi-space-4);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      @media (max-width: 760px) {
        .rows > li {
          grid-template-columns: 32px minmax(0, 1fr) auto;
        }
        .rows .roles,
        .rows .lang {
          grid-column: 2;
        }
        .rows .acts {
          grid-area: 1 / 3;
        }
      }
    `,
  ];

  declare adding: boolean;
  /** Id of the user whose entry is open. */
  declare editing: string | null;
  /** Are closed ones shown too? */
  declare closed: boolean;
  /** The user whose sessions are shown. */
  declare sessionsOf: Colleague | null;
  readonly answers = new Answers(this, 'user');
  readonly users = new ListWatch<Colleague>(this, () => ({
    path: '/api/users',
    params: { limit: 100, closed: this.closed ? 'true' : null, role: this.route.query.get('role') },
    topics: ['list:user'],
  }));
  readonly roles = new ListWatch<Role>(this, () => ({ path: '/api/roles' }));
  readonly teams = new ListWatch<Row & { name: string }>(this, () => ({ path: '/api/teams' }));

  constructor() {
    super();
    this.adding = false;
    this.editing = null;
    this.closed = false;
    this.sessionsOf = null;
  }

  override render() {
    const { users } = this;
    if (!users.here) return users.refusal ? failing(users.refusal, () => users.refetch()) : nothing;
    return html`<div class="column">
      ${this.head(
        this.t('settings.users'),
        this.t('users.count', { count: users.items.filter(({ closedAt }) => !closedAt).length }),
        html`<button class="btn first" ?disabled=${this.adding} @click=${() => this.#open()}>${icon(plus)}${this.t('users.add')}</button>`,
      )}
      <lobi-pauses></lobi-pauses>
      ${this.adding ? this.#form(null) : nothing} ${this.#sessions()}
      ${
        users.items.length === 0
          ? saying({ icon: people, title: this.t('users.none'), text: this.t('users.noneWhy') })
          : html`<ul class="rows">
              ${users.items.map((user) => this.#row(user))}
            </ul>`
      }
      ${users.hasMore ? html`<p><button class="btn soft" @click=${() => users.more()}>${this.t('list.more')}</button></p>` : nothing}
      <p><label class="check"><input type="checkbox" .checked=${this.closed} @change=${() => (this.closed = !this.closed)} />${this.t('users.showClosed')}</label></p>
    </div>`;
  }

  #row(user: Colleague): TemplateResult {
    if (user.id === this.editing) return html`<li>${this.#form(user)}</li>`;
    const state = user.closedAt
      ? this.t('users.closed')
      : user.hasPassword === false
        ? this.t('users.invited')
        : '';
    return html`<li class=${user.closedAt ? 'gone' : ''}>
      ${avatar({ name: nameOfUser(user), ours: !user.closedAt, size: 'mid' }, this.language)}
      <span class="cut"><b>${nameOfUser(user)}</b><small class="cut">${user.email}</small></span>
      <span class="roles two cut">${(user.roles ?? []).map((key) => this.#roleName(key)).join(', ')}${state ? html`<small>${state}</small>` : nothing}</span>
      <span class="lang two">${nameOfLang[user.language as 'tr'] ?? ''}</span>
      <span class="acts">${this.#acts(user)}</span>
    </li>`;
  }

  #acts(user: Colleague): TemplateResult | typeof nothing {
    const acts: Act[] = [];
    if (may(user, 'change') && !user.closedAt) acts.push({ key: 'edit', label: this.t('users.edit') });
    if (may(user, 'change') && user.hasPassword !== undefined && !user.closedAt)
      acts.push({ key: 'link', label: this.t('users.sendLink') });
    if (may(user, 'close')) {
      acts.push({ key: 'sight', label: this.t('users.sight') });
      if (!user.closedAt) {
        acts.push({ key: 'handOver', label: this.t('users.handOver') });
        acts.push({ key: 'sessions', label: this.t('users.sessions') });
        acts.push({ key: 'factor', label: this.t('users.resetFactor') });
      }
    }
    if (user.closedAt) acts.push({ key: 'restore', label: this.t('users.restore') });
    else if (may(user, 'close') && user.id !== this.user.id)
      acts.push({ key: 'close', label: this.t('users.close'), danger: true });
    if (acts.length === 0) return nothing;
    const choose = (event: CustomEvent<{ key: string }>) => this.#act(user, event.detail.key);
    return html`<lobi-menu look="soft small" label=${this.t('users.actsOf', { name: nameOfUser(user) })} .acts=${acts} @lobi-menu-choose=${choose}>${this.t('list.change')}</lobi-menu>`;
  }

  #form(user: Colleague | null): TemplateResult {
    const { answers } = this;
    const said = answers.said(['email', 'givenName', 'familyName', 'language', 'roles']);
    const langOptions = langs.map((lang) => ({ value: lang, label: nameOfLang[lang] }));
    const roleOptions = this.roles.items.map(({ key }) => ({ value: key, label: this.#roleName(key) }));
    return html`<form class="sheet form whole" @submit=${answers.submit((values) => this.#save(user, values))} @keydown=${this.#key}>
      ${said ? html`<p class="hint red" role="alert">${said}</p>` : nothing}
      <div class="two-up">
        ${question(answers, { name: 'givenName', label: this.t('setup.givenName'), preset: user?.givenName ?? '', required: true, focus: true })}
        ${question(answers, { name: 'familyName', label: this.t('setup.familyName'), preset: user?.familyName ?? '' })}
      </div>
      ${question(answers, { name: 'email', label: this.t('start.email'), type: 'email', preset: user?.email ?? '', required: true, hint: user ? '' : this.t('users.inviteWhy') })}
      <div class="two-up">
        ${choice(answers, { name: 'language', label: this.t('me.lang'), preset: user?.language ?? this.language }, langOptions)}
        ${choice(answers, { name: 'role', label: this.t('users.role'), preset: user?.roles?.[0] ?? 'user', hint: this.#roleWhy(answers.value('role', user?.roles?.[0] ?? 'user')) }, roleOptions)}
      </div>
      <div class="two-up">
        ${this.#ticks('roles', this.t('users.moreRoles'), roleOptions, (user?.roles ?? []).slice(1))}
        ${this.#ticks(
          'teams',
          this.t('settings.teams'),
          this.teams.items.map(({ id, name }) => ({ value: id, label: name })),
          (user?.teams ?? []).map((team) => (typeof team === 'string' ? team : team.id)),
        )}
      </div>
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${this.t(user ? 'form.save' : 'users.invite')}</button>
        <button class="btn plain" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  #ticks(name: string, label: string, options: Option[], chosen: string[]): TemplateResult {
    return html`<fieldset class="ticks">
      <legend class="label">${label}</legend>
      ${options.map((option) => html`<label class="check"><input type="checkbox" name="${name}[]" value=${option.value} .checked=${chosen.includes(option.value)} />${option.label}</label>`)}
    </fieldset>`;
  }

  #ticked(name: string): string[] {
    return [...this.renderRoot.querySelectorAll<HTMLInputElement>(`[name="${name}[]"]:checked`)].map(
      ({ value }) => value,
    );
  }

  #sessions(): TemplateResult | typeof nothing {
    const user = this.sessionsOf;
    if (!user) return nothing;
    return html`<section class="sheet whole" aria-label=${this.t('users.sessionsOf', { name: nameOfUser(user) })}>
      <div class="line">
        <h2>${this.t('users.sessionsOf', { name: nameOfUser(user) })}</h2>
        <button class="btn plain small" @click=${() => (this.sessionsOf = null)}>${this.t('users.shut')}</button>
      </div>
      <lobi-session-list .of=${user.id}></lobi-session-list>
    </section>`;
  }

  #roleName(key: string): string {
    const text = this.t(`role.${key}`);
    return text === `role.${key}` ? (this.roles.items.find((role) => role.key === key)?.name ?? key) : text;
  }

  #roleWhy(key: string): string {
    const text = this.t(`role.${key}.why`);
    return text === `role.${key}.why` ? '' : text;
  }

  #open(): void {
    this.editing = null;
    this.adding = true;
  }

  #shut(): void {
    this.adding = false;
    this.editing = null;
    this.answers.clear();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#shut();
  }

  async #save(user: Colleague | null, values: Values): Promise<void> {
    const { store } = this.connection;
    const { givenName = '', familyName = '', email = '', language, role } = values;
    const fields = {
      givenName: givenName.trim(),
      familyName: familyName.trim(),
      email: email.trim(),
      language,
    };
    const first = role ?? user?.roles?.[0] ?? 'user';
    const roles = [first, ...this.#ticked('roles').filter((key) => key !== first)];
    const teams = this.#ticked('teams');
    if (user) await store.patch(user, { ...fields, roles, teams });
    else await store.create('/api/users', { ...fields, roles, teams });
    this.#shut();
    await this.users.refetch();
    toast(this, this.t(user ? 'form.saved' : 'users.added', { name: givenName }));
  }

  async #act(user: Colleague, key: string): Promise<void> {
    const { api } = this.connection;
    if (key === 'edit') {
      this.answers.clear();
      this.adding = false;
      this.editing = user.id;
      return;
    }
    if (key === 'sight') return go(`/settings/sight?user=${user.id}`);
    if (key === 'handOver') return go(`/settings/hand-overs?user=${user.id}`);
    if (key === 'sessions') {
      this.sessionsOf = user;
      return;
    }
    try {
      if (key === 'factor') {
        await api.delete(`/api/users/${user.id}/second-factor`);
        return toast(this, this.t('users.factorReset', { name: nameOfUser(user) }));
      }
      if (key === 'link') {
        await api.post('/api/password-resets', { email: user.email });
        return toast(this, this.t('users.linkSent', { email: user.email }));
      }
      const close = () => api.delete(pathOf(user));
      const restore = () => api.post(`${pathOf(user)}/restore`);
      await (key === 'close' ? close() : restore());
      await this.users.refetch();
      const undo = async () => {
        await (key === 'close' ? restore() : close());
        await this.users.refetch();
      };
      toast(
        this,
        this.t(key === 'close' ? 'users.didClose' : 'users.didRestore', { name: nameOfUser(user) }),
        { undo },
      );
    } catch (thrown) {
      complain(this, thrown);
      // What is still held goes to somebody first: the page for it says what and to whom.
      if (refusalOf(thrown).code === 'user.holds') go(`/settings/hand-overs?user=${user.id}`);
    }
  }
}

define('lobi-users-room', UsersRoom);
