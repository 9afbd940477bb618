/** `<lobi-users-room>`: who may come in, in which roles; a new colleague gets an invitation by mail. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/menu.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Act } from '../../controls/menu.ts';
import { define } from '../../kernel/element.ts';
import { langs } from '../../kernel/i18n.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import { pathOf } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
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
import type { EntryForm } from './entries.ts';
import { EntriesRoom } from './entries.ts';
import { accessWords } from './texts.ts';
import { usersStyles } from './users.style.ts';

interface Role extends Row {
  key: string;
  name: string | null;
}

type Colleague = User & { hasPassword?: boolean };

export class UsersRoom extends EntriesRoom<Colleague> {
  static override texts = accessWords;
  static override properties = {
    ...EntriesRoom.properties,
    closed: { state: true },
    sessionsOf: { state: true },
  };
  static override styles = [EntriesRoom.styles, usersStyles];

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
        this.adder(this.t('users.add')),
      )}
      <lobi-pauses></lobi-pauses>
      ${this.fresh()} ${this.#sessions()}
      ${this.list(users.items, { icon: people, title: this.t('users.none'), text: this.t('users.noneWhy') })}
      ${users.hasMore ? html`<p><button class="btn soft" @click=${() => users.more()}>${this.t('list.more')}</button></p>` : nothing}
      <p><label class="check"><input type="checkbox" .checked=${this.closed} @change=${() => (this.closed = !this.closed)} />${this.t('users.showClosed')}</label></p>
    </div>`;
  }

  protected override row(user: Colleague): TemplateResult {
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

  protected override form(user: Colleague | null): EntryForm {
    const { answers } = this;
    const langOptions = langs.map((lang) => ({ value: lang, label: nameOfLang[lang] }));
    const roleOptions = this.roles.items.map(({ key }) => ({ value: key, label: this.#roleName(key) }));
    const fields = html`<div class="two-up">
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
      </div>`;
    return {
      names: ['email', 'givenName', 'familyName', 'language', 'roles'],
      fields,
      done: this.t(user ? 'form.save' : 'users.invite'),
      save: (values) => this.#save(user, values),
    };
  }

  #ticks(name: string, label: string, options: Option[], chosen: string[]): TemplateResult {
    return html`<fieldset class="ticks">
      <legend class="label">${label}</legend>
      ${options.map((option) => html`<label class="check"><input type="checkbox" name="${name}[]" .value=${option.value} .checked=${chosen.includes(option.value)} />${option.label}</label>`)}
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
    this.shut();
    await this.users.refetch();
    toast(this, this.t(user ? 'form.saved' : 'users.added', { name: givenName }));
  }

  async #act(user: Colleague, key: string): Promise<void> {
    const { api } = this.connection;
    if (key === 'edit') return this.open(user);
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
