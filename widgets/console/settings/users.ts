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
import type { Row } from '../../kernel/refs.ts';
import { pathOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Values } from '../answers.ts';
import { Answers, choice, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { may } from '../may.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { nameOfLang } from '../start/language.ts';
import { complain, toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';

interface Role extends Row {
  key: string;
  name: string | null;
}

type Colleague = User & { hasPassword?: boolean };

export class UsersRoom extends SettingsRoom {
  static override properties = {
    ...SettingsRoom.properties,
    adding: { state: true },
    editing: { state: true },
    closed: { state: true },
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
  readonly answers = new Answers(this, 'user');
  readonly users = new ListWatch<Colleague>(this, () => ({
    path: '/api/users',
    params: { limit: 100, closed: this.closed ? 'true' : null },
    topics: ['list:user'],
  }));
  readonly roles = new ListWatch<Role>(this, () => ({ path: '/api/roles' }));

  constructor() {
    super();
    this.adding = false;
    this.editing = null;
    this.closed = false;
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
      ${this.adding ? this.#form(null) : nothing}
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
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${this.t(user ? 'form.save' : 'users.invite')}</button>
        <button class="btn plain" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
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
    // Further roles of a user stay; this form knows one.
    const roles = role ? [role, ...(user?.roles ?? []).slice(1).filter((key) => key !== role)] : undefined;
    if (user) await store.patch(user, { ...fields, roles });
    else await store.create('/api/users', { ...fields, roles });
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
    try {
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
    }
  }
}

define('lobi-users-room', UsersRoom);
