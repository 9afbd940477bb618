/** `<lobi-teams-room>`: the teams, and who is in each. Cards of a team are seen by its members. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { parseRef } from '../../kernel/refs.ts';
import { Answers, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { complain, toast } from '../toast.ts';
import type { EntryForm } from './entries.ts';
import { EntriesRoom } from './entries.ts';
import { accessWords } from './texts.ts';

interface Team extends Row {
  name: string;
  members: (Ref & { label: string })[];
}

export class TeamsRoom extends EntriesRoom<Team> {
  static override texts = accessWords;
  static override properties = { ...EntriesRoom.properties, members: { state: true } };
  static override styles = [
    EntriesRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(140px, 0.5fr) minmax(0, 2fr) auto;
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare members: Choice[];
  readonly answers = new Answers(this);
  readonly teams = new ListWatch<Team>(this, () => ({ path: '/api/teams', topics: ['list:team'] }));

  constructor() {
    super();
    this.members = [];
  }

  override render() {
    const { teams } = this;
    if (!teams.here) return teams.refusal ? failing(teams.refusal, () => teams.refetch()) : nothing;
    return html`<div class="column">
      ${this.head(this.t('settings.teams'), this.t('teams.lead'), this.adder(this.t('teams.add')))} ${this.fresh()}
      ${this.list(teams.items, { icon: people, title: this.t('teams.none'), text: this.t('teams.noneWhy') })}
    </div>`;
  }

  protected override row(team: Team): TemplateResult {
    return html`<li>
      <b>${team.name}</b>
      <span class="two">${team.members.map(({ label }) => label).join(', ') || this.t('teams.empty')}</span>
      <span class="acts">
        <button class="btn soft small" @click=${() => this.open(team)}>${this.t('users.edit')}</button>
        <button class="btn plain small" @click=${() => this.#close(team)}>${this.t('teams.close')}</button>
      </span>
    </li>`;
  }

  protected override form(team: Team | null): EntryForm {
    const { answers } = this;
    const chosen = (event: CustomEvent<{ value: Choice[] }>) => (this.members = event.detail.value);
    const fields = html`${question(answers, { name: 'name', label: this.t('teams.name'), preset: team?.name ?? '', required: true, focus: true })}
      <div class="labelled">
        <span class="label">${this.t('teams.members')}</span>
        <lobi-picker label=${this.t('teams.members')} many .value=${this.members} .search=${this.colleagues} @lobi-picker-change=${chosen}></lobi-picker>
      </div>`;
    return { names: ['name'], fields, done: this.t('form.save'), save: () => this.#save(team) };
  }

  protected override open(team: Team | null): void {
    super.open(team);
    this.members = (team?.members ?? []).map(({ id, label }) => ({ key: `user:${id}`, label }));
  }

  async #save(team: Team | null): Promise<void> {
    const { api } = this.connection;
    const name = this.answers.value('name', team?.name ?? '').trim();
    const members = this.members.map(({ key }) => parseRef(key)!.id);
    const made = team ?? (await api.post<Team>('/api/teams', { name }));
    await api.patch(`/api/teams/${made.id}`, made.version, { name, members });
    this.shut();
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
