/** `<lobi-mailboxes-room>`: the firm's addresses, and who shares or owns them. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import inbox from 'lucide-static/icons/inbox.svg?icon';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref } from '../../kernel/refs.ts';
import { parseRef } from '../../kernel/refs.ts';
import type { Values } from '../answers.ts';
import { Answers, choice, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import type { Mailbox } from '../mail/threads.ts';
import { may } from '../may.ts';
import { nameOfUser } from '../session.ts';
import { toast } from '../toast.ts';
import type { EntryForm } from './entries.ts';
import { EntriesRoom } from './entries.ts';

type Box = Mailbox & { members?: Ref[]; signature?: string | null };

export class MailboxesRoom extends EntriesRoom<Box> {
  static override properties = { ...EntriesRoom.properties, members: { state: true } };
  static override styles = [
    EntriesRoom.styles,
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
    this.members = [];
  }

  override render() {
    const { boxes } = this;
    if (!boxes.here) return boxes.refusal ? failing(boxes.refusal, () => boxes.refetch()) : nothing;
    return html`<div class="column">
      ${this.head(this.t('settings.mailboxes'), nothing, this.adder(this.t('mailboxes.add')))} ${this.fresh()}
      ${this.list(boxes.items, { icon: inbox, title: this.t('mailboxes.none'), text: this.t('mailboxes.noneWhy') })}
    </div>`;
  }

  protected override row(box: Box): TemplateResult {
    return html`<li>
      <span class="cut"><b>${box.name}</b><small class="cut">${box.address}</small><small>${this.t(`mailboxes.${box.kind}`)}</small></span>
      <span class="faces">
        ${(box.members ?? []).map((member) => html`<span class="face">${avatar({ name: member.label ?? '', ours: true }, this.language)}<span class="cut">${member.label}</span></span>`)}
        ${box.members?.length === 0 ? html`<span class="warn">${this.t('mailboxes.noMembers')}</span>` : nothing}
      </span>
      <span class="acts">${may(box, 'change') ? html`<button class="btn soft small" @click=${() => this.open(box)}>${this.t('list.change')}</button>` : nothing}</span>
    </li>`;
  }

  protected override form(box: Box | null): EntryForm {
    const { answers } = this;
    const kinds = ['group', 'personal'].map((value) => ({ value, label: this.t(`mailboxes.${value}`) }));
    const fields = html`<div class="two-up">
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
          .search=${this.colleagues}
          @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => (this.members = event.detail.value)}
        ></lobi-picker>
      </div>
      ${question(answers, { name: 'signature', label: this.t('mailboxes.signature'), preset: box?.signature ?? '', lines: true })}`;
    return {
      names: ['address', 'name', 'kind', 'signature'],
      fields,
      done: this.t('form.save'),
      save: (values) => this.#save(box, values),
    };
  }

  get #domain(): string {
    const domains = this.settings.value?.items.find(({ name }) => name === 'mailDomains')?.value;
    return Array.isArray(domains) ? String(domains[0]) : 'firma.example';
  }

  protected override open(box: Box | null): void {
    super.open(box);
    this.members = (box?.members ?? [{ entity: 'user', id: this.user.id, label: nameOfUser(this.user) }]).map(
      ({ id, label }) => ({ key: `user:${id}`, label: label ?? id }),
    );
  }

  async #save(box: Box | null, values: Values): Promise<void> {
    const { store } = this.connection;
    const { name = '', address = '', kind = 'group', signature = '' } = values;
    const members = this.members.map(({ key }) => parseRef(key)!.id);
    const fields = { name: name.trim(), address: address.trim(), kind, signature, members };
    if (box) await store.patch(box, fields);
    else await store.create('/api/mailboxes', fields);
    this.shut();
    await this.boxes.refetch();
    toast(this, this.t('form.saved'));
  }
}

define('lobi-mailboxes-room', MailboxesRoom);
