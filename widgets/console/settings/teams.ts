/** `<lobi-teams-room>`: the teams, and who is in each. Cards of a team are seen by its members. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Page, Ref, Row } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { Answers, question } from '../answers.ts';
import { failing } from '../failing.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { complain, toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

interface Team extends Row {
  name: string;
  members: (Ref & { label: string })[];
}

export class TeamsRoom extends SettingsRoom {
  static override texts = accessWords;
  static override properties = {
    ...SettingsRoom.properties,
    editing: { state: true },
    members: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(140px, 0.5fr) minmax(0, 2fr) auto;
      }
      .whole {
        grid-column: 1 / -1;
        margin-bottom: 0;
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** The open team, or 'new'. */
  declare editing: string | null;
  declare members: Choice[];
  readonly answers = new Answers(this);
  readonly teams = new ListWatch<Team>(this, () => ({ path: '/api/teams', topics: ['list:team'] }));

  constructor() {
    super();
    this.editing = null;
    this.members = [];
  }

  override render() {
    const { teams } = this;
    if (!teams.here) return teams.refusal ? failing(teams.refusal, () => teams.refetch()) : nothing;
    const add = html`<button class="btn first" @click=${() => this.#open(null)}>${icon(plus)}${this.t('teams.add')}</button>`;
    return html`<div class="column">
      ${this.head(this.t('settings.teams'), this.t('teams.lead'), add)}
      ${this.editing === 'new' ? this.#form(null) : nothing}
      ${
        teams.items.length === 0
          ? saying({ icon: people, title: this.t('teams.none'), text: this.t('teams.noneWhy') })
          : html`<ul class="rows">
              ${teams.items.map((team) => this.#row(team))}
            </ul>`
      }
    </div>`;
  }

  #row(team: Team): TemplateResult {
    if (team.id === this.editing) return html`<li>${this.#form(team)}</li>`;
    return html`<li>
      <b>${team.name}</b>
      <span class="two">${team.members.map(({ label }) => label).join(', ') || this.t('teams.empty')}</span>
      <span class="acts">
        <button class="btn soft small" @click=${() => this.#open(team)}>${this.t('users.edit')}</button>
        <button class="btn plain small" @click=${() => this.#close(team)}>${this.t('teams.close')}</button>
      </span>
    </li>`;
  }

  #form(team: Team | null): TemplateResult {
    const { answers } = this;
    const said = answers.said(['name']);
    const chosen = (event: CustomEvent<{ value: Choice[] }>) => (this.members = event.detail.value);
    return html`<form class="sheet form whole" @submit=${answers.submit(() => this.#save(team))}>
      ${said ? html`<p class="fault" role="alert">${said}</p>` : nothing}
      ${question(answers, { name: 'name', label: this.t('teams.name'), preset: team?.name ?? '', required: true, focus: true })}
      <div class="labelled">
        <span class="label">${this.t('teams.members')}</span>
        <lobi-picker label=${this.t('teams.members')} many .value=${this.members} .search=${this.#find} @lobi-picker-change=${chosen}></lobi-picker>
      </div>
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain" type="button" @click=${() => (this.editing = null)}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  #find = async (text: string): Promise<Choice[]> => {
    const { items } = await this.connection.api.get<Page<User>>('/api/users', { q: text, limit: 8 });
    return items.map((user) => ({
      key: user.id,
      label: nameOfUser(user),
      detail: user.email,
      entity: 'user',
    }));
  };

  #open(team: Team | null): void {
    this.answers.clear();
    this.members = (team?.members ?? []).map(({ id, label }) => ({ key: id, label, entity: 'user' }));
    this.editing = team?.id ?? 'new';
  }

  async #save(team: Team | null): Promise<void> {
    const { api } = this.connection;
    const name = this.answers.value('name', team?.name ?? '').trim();
    const members = this.members.map(({ key }) => key);
    const made = team ?? (await api.post<Team>('/api/teams', { name }));
    await api.patch(`/api/teams/${made.id}`, made.version, { name, members });
    this.editing = null;
    await this.teams.refetch();
    toast(this, this.t('form.saved'));
  }

  async #close(team: Team): Promise<void> {
    try {
      await this.connection.api.delete(`/api/teams/${team.id}`);
      await this.teams.refetch();
      toast(this, this.t('teams.didClose', { name: team.name }));
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-teams-room', TeamsRoom);
