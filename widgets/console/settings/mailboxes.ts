/** `<lobi-mailboxes-room>`: the firm's addresses, and who shares or owns them. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import inbox from 'lucide-static/icons/inbox.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref } from '../../kernel/refs.ts';
import { parseRef } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import type { Values } from '../answers.ts';
import { Answers, choice, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import type { Mailbox } from '../mail/threads.ts';
import { may } from '../may.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';

type Box = Mailbox & { members?: Ref[]; signature?: string | null };

export class MailboxesRoom extends SettingsRoom {
  static override properties = {
    ...SettingsRoom.properties,
    adding: { state: true },
    editing: { state: true },
    members: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) auto;
      }
      .faces {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        min-width: 0;
      }
      .face {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
      }
      .whole {
        grid-column: 1 / -1;
        margin-bottom: 0;
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .faces {
          grid-area: 2 / 1 / auto / -1;
        }
      }
    `,
  ];

  declare adding: boolean;
  declare editing: string | null;
  declare members: Choice[];
  readonly answers = new Answers(this, 'mailbox');
  readonly boxes = new ListWatch<Box>(this, () => ({
    path: '/api/mailboxes',
    params: { limit: 200 },
    topics: ['list:mailbox'],
  }));
  readonly settings = new Fetched<{ items: { name: string; value: unknown }[] }>(this, () => '/api/settings');

  constructor() {
    super();
    this.adding = false;
    this.editing = null;
    this.members = [];
  }

  override render() {
    const { boxes } = this;
    if (!boxes.here) return boxes.refusal ? failing(boxes.refusal, () => boxes.refetch()) : nothing;
    const add = html`<button class="btn first" ?disabled=${this.adding} @click=${() => this.#open(null)}>${icon(plus)}${this.t('mailboxes.add')}</button>`;
    return html`<div class="column">
      ${this.head(this.t('settings.mailboxes'), nothing, add)} ${this.adding ? this.#form(null) : nothing}
      ${
        boxes.items.length === 0 && !this.adding
          ? saying({ icon: inbox, title: this.t('mailboxes.none'), text: this.t('mailboxes.noneWhy') })
          : html`<ul class="rows">
              ${boxes.items.map((box) => this.#row(box))}
            </ul>`
      }
    </div>`;
  }

  #row(box: Box): TemplateResult {
    if (box.id === this.editing) return html`<li>${this.#form(box)}</li>`;
    return html`<li>
      <span class="cut"><b>${box.name}</b><small class="cut">${box.address}</small><small>${this.t(`mailboxes.${box.kind}`)}</small></span>
      <span class="faces">
        ${(box.members ?? []).map((member) => html`<span class="face">${avatar({ name: member.label ?? '', ours: true }, this.language)}<span class="cut">${member.label}</span></span>`)}
        ${box.members?.length === 0 ? html`<span class="warn">${this.t('mailboxes.noMembers')}</span>` : nothing}
      </span>
      <span class="acts">${may(box, 'change') ? html`<button class="btn soft small" @click=${() => this.#open(box)}>${this.t('list.change')}</button>` : nothing}</span>
    </li>`;
  }

  #form(box: Box | null): TemplateResult {
    const { answers } = this;
    const said = answers.said(['address', 'name', 'kind', 'signature']);
    const kinds = ['group', 'personal'].map((value) => ({ value, label: this.t(`mailboxes.${value}`) }));
    return html`<form class="sheet form whole" @submit=${answers.submit((values) => this.#save(box, values))} @keydown=${this.#key}>
      ${said ? html`<p class="hint red" role="alert">${said}</p>` : nothing}
      <div class="two-up">
        ${question(answers, { name: 'name', label: this.t('mailboxes.name'), preset: box?.name ?? '', required: true, focus: true })}
        ${question(answers, { name: 'address', label: this.t('start.email'), type: 'email', preset: box?.address ?? '', required: true, placeholder: `satis@${this.#domain}` })}
      </div>
      ${choice(answers, { name: 'kind', label: this.t('mailboxes.kind'), preset: box?.kind ?? 'group', hint: this.t('mailboxes.kindWhy') }, kinds)}
      <div class="labelled">
        <span class="label">${this.t('mailboxes.members')}</span>
        <lobi-picker
          many
          label=${this.t('mailboxes.members')}
          .value=${this.members}
          .search=${(text: string) => this.#find(text)}
          @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => (this.members = event.detail.value)}
        ></lobi-picker>
      </div>
      ${question(answers, { name: 'signature', label: this.t('mailboxes.signature'), preset: box?.signature ?? '', lines: true })}
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  get #domain(): string {
    const domains = this.settings.value?.items.find(({ name }) => name === 'mailDomains')?.value;
    return Array.isArray(domains) ? String(domains[0]) : 'firma.example';
  }

  #open(box: Box | null): void {
    this.answers.clear();
    this.adding = box === null;
    this.editing = box?.id ?? null;
    this.members = (box?.members ?? [{ entity: 'user', id: this.user.id, label: nameOfUser(this.user) }]).map(
      ({ id, label }) => ({ key: `user:${id}`, label: label ?? id }),
    );
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

  async #find(q: string): Promise<Choice[]> {
    const { items } = await this.connection.api.list<User>('/api/users', { q, limit: 8 });
    return items.map((user) => ({ key: `user:${user.id}`, label: nameOfUser(user), detail: user.email }));
  }

  async #save(box: Box | null, values: Values): Promise<void> {
    const { store } = this.connection;
    const { name = '', address = '', kind = 'group', signature = '' } = values;
    const members = this.members.map(({ key }) => parseRef(key)!.id);
    const fields = { name: name.trim(), address: address.trim(), kind, signature, members };
    if (box) await store.patch(box, fields);
    else await store.create('/api/mailboxes', fields);
    this.#shut();
    await this.boxes.refetch();
    toast(this, this.t('form.saved'));
  }
}

define('lobi-mailboxes-room', MailboxesRoom);
