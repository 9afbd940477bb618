/** `<lobi-roles-room>`: what each role may do, in words; a copy of one to change; who has it. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import copy from 'lucide-static/icons/copy.svg?icon';
import pencil from 'lucide-static/icons/pencil.svg?icon';
import trash from 'lucide-static/icons/trash-2.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { may } from '../may.ts';
import { go } from '../route.ts';
import { complain, toast } from '../toast.ts';
import type { Offered, Role } from './rights.ts';
import './role-form.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

export class RolesRoom extends SettingsRoom {
  static override texts = accessWords;
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(160px, 0.6fr) minmax(0, 2fr) auto;
        align-items: start;
        padding: 12px 0;
      }
      .says li {
        margin-bottom: 2px;
      }
      @media (max-width: 760px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  readonly roles = new ListWatch<Role>(this, () => ({ path: '/api/roles' }));
  readonly offered = new Fetched<Offered>(this, () => '/api/rights');

  override render() {
    const { roles } = this;
    const refusal = roles.refusal ?? this.offered.refusal;
    const offered = this.offered.value;
    if (!roles.here || !offered)
      return refusal
        ? failing(refusal, () => {
            void roles.refetch();
            void this.offered.refetch();
          })
        : nothing;
    const { query } = this.route;
    const editing = roles.items.find((role) => role.id === query.get('role'));
    const pattern = roles.items.find((role) => role.id === query.get('copy'));
    return html`<div class="column">
      ${this.head(this.t('settings.roles'), this.t('roles.lead'))}
      ${
        editing || pattern
          ? html`<lobi-role-form
              .editing=${editing ?? null}
              .pattern=${pattern ?? null}
              .offered=${offered}
              @lobi-role-shut=${() => this.#shut()}
            ></lobi-role-form>`
          : html`<ul class="rows">
              ${roles.items.map((role) => this.#role(role, offered))}
            </ul>`
      }
    </div>`;
  }

  #role(role: Role, offered: Offered): TemplateResult {
    const held = this.t('roles.held', { count: role.users ?? 0 });
    return html`<li>
      <span
        ><b>${role.name}</b
        ><small>${role.builtIn ? `${this.t('roles.builtIn')} · ` : ''}<a class="link" href="/settings/users?role=${role.key}">${held}</a></small></span
      >
      <ul class="says two">
        ${this.#says(role, offered).map((line) => html`<li>${line}</li>`)}
      </ul>
      <span class="acts">
        ${may(role, 'change') ? html`<button class="btn soft small" @click=${() => go(`/settings/roles?role=${role.id}`)}>${icon(pencil)}${this.t('roles.edit')}</button>` : nothing}
        <button class="btn soft small" @click=${() => go(`/settings/roles?copy=${role.id}`)}>${icon(copy)}${this.t('roles.copy')}</button>
        ${may(role, 'close') ? html`<button class="btn plain small" @click=${() => this.#close(role)}>${icon(trash, this.t('roles.close', { name: role.name }))}</button>` : nothing}
      </span>
    </li>`;
  }

  // 'All cards', 'People: see, add, change', 'Does not see: date of birth'.
  #says({ rights, verbs = {}, key }: Role, offered: Offered): string[] {
    if (key === 'administrator') return [this.t('roles.everything')];
    const lines = [this.t(`roles.cards.${rights.cards}`)];
    if (Object.keys(rights.also ?? {}).length > 0) lines.push(this.t('roles.alsoSome'));
    const names = (fits: (some: string[]) => boolean) =>
      offered.entities
        .filter(({ entity }) => fits(verbs[entity] ?? []))
        .map(({ label }) => label[this.language].toLocaleLowerCase(this.language))
        .join(', ');
    const writes = (some: string[]) => some.some((verb) => verb === 'add' || verb === 'change');
    const [keeps, sees] = [names(writes), names((some) => some.includes('see') && !writes(some))];
    if (keeps) lines.push(this.t('roles.keeps', { names: keeps }));
    if (sees) lines.push(this.t('roles.sees', { names: sees }));
    for (const [name, limit] of Object.entries(rights.fields ?? {})) {
      const fields = offered.classes.find((each) => each.name === name)?.fields ?? [];
      lines.push(
        this.t(`roles.fields.${limit}`, { fields: fields.map((each) => each[this.language]).join(', ') }),
      );
    }
    if (rights.secondFactor) lines.push(this.t('roles.secondFactor'));
    return lines;
  }

  #shut(): void {
    go('/settings/roles');
    void this.roles.refetch();
  }

  async #close(role: Role): Promise<void> {
    try {
      await this.connection.api.delete(`/api/roles/${role.id}`);
      await this.roles.refetch();
      toast(this, this.t('roles.didClose', { name: role.name }));
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-roles-room', RolesRoom);
