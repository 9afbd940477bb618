/** `<lobi-settings-page>`: the administrators' rooms. One list at the left, one column at the right; the address names the room. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { Fetched } from '../fetched.ts';
import { Page } from '../page.ts';
import { settingsStyles } from './style.ts';
import type { System } from './system.ts';

const groups = {
  house: ['system', 'backups', 'delivery', 'general'],
  people: ['users', 'teams', 'roles', 'hand-overs', 'sight', 'mailboxes', 'cards', 'audit'],
} as const;
type Room = (typeof groups)[keyof typeof groups][number];
const rooms: readonly string[] = Object.values(groups).flat();

export class SettingsPage extends Page {
  static override styles = [Page.styles, settingsStyles];
  readonly system = new Fetched<System>(this, () => '/api/system');

  protected override updated(): void {
    const named = this.route.parts[0] !== undefined;
    const title = named && rooms.includes(this.route.parts[0]!) ? this.t(`settings.${this.#room}`) : '';
    this.emit('lobi-page-title', { title, back: named ? '/settings' : null });
  }

  get #room(): Room {
    const named = this.route.parts[0] ?? 'system';
    return (rooms.includes(named) ? named : 'system') as Room;
  }

  override render() {
    const asked = this.route.parts[0];
    if (asked !== undefined && !rooms.includes(asked)) {
      void import('../shell/nowhere.ts');
      return html`<lobi-nowhere-page .route=${this.route} .user=${this.user}></lobi-nowhere-page>`;
    }
    return html`<div class="work ${this.route.parts[0] ? 'inside' : 'outside'}">
      <nav class="pane rooms" aria-label=${this.t('place.settings')}>
        ${this.route.parts[0] ? nothing : html`<h1 class="say-only">${this.t('place.settings')}</h1>`}
        ${Object.entries(groups).map(
          ([group, names]) => html`<h2>${this.t(`settings.of.${group}`)}</h2>
            <ul>
              ${names.map((name) => this.#link(name))}
            </ul>`,
        )}
      </nav>
      <section class="pane room" aria-label=${this.t(`settings.${this.#room}`)}>${this.#inside()}</section>
    </div>`;
  }

  #link(name: Room): TemplateResult {
    const unwell = name === 'system' ? (this.system.value?.checks.filter(({ ok }) => !ok).length ?? 0) : 0;
    return html`<li>
      <a href="/settings/${name}" aria-current=${name === this.#room ? 'page' : nothing}
        >${this.t(`settings.${name}`)}${
          unwell
            ? html`<span class="count" aria-label=${this.t('system.unwell', { count: unwell })}>${unwell}</span>`
            : nothing
        }</a
      >
    </li>`;
  }

  #inside(): TemplateResult {
    const { route, user } = this;
    switch (this.#room) {
      case 'backups':
        void import('./backups.ts');
        return html`<lobi-backups-room .route=${route} .user=${user}></lobi-backups-room>`;
      case 'delivery':
        void import('./delivery/delivery.ts');
        return html`<lobi-delivery-room .route=${route} .user=${user}></lobi-delivery-room>`;
      case 'general':
        void import('./general.ts');
        return html`<lobi-general-room .route=${route} .user=${user}></lobi-general-room>`;
      case 'users':
        void import('./users.ts');
        return html`<lobi-users-room .route=${route} .user=${user}></lobi-users-room>`;
      case 'teams':
        void import('./teams.ts');
        return html`<lobi-teams-room .route=${route} .user=${user}></lobi-teams-room>`;
      case 'roles':
        void import('./roles.ts');
        return html`<lobi-roles-room .route=${route} .user=${user}></lobi-roles-room>`;
      case 'hand-overs':
        void import('./hand-overs.ts');
        return html`<lobi-hand-overs-room .route=${route} .user=${user}></lobi-hand-overs-room>`;
      case 'sight':
        void import('./sight.ts');
        return html`<lobi-sight-room .route=${route} .user=${user}></lobi-sight-room>`;
      case 'mailboxes':
        void import('./mailboxes.ts');
        return html`<lobi-mailboxes-room .route=${route} .user=${user}></lobi-mailboxes-room>`;
      case 'cards':
        void import('./cards.ts');
        return html`<lobi-cards-room .route=${route} .user=${user}></lobi-cards-room>`;
      case 'audit':
        void import('./audit.ts');
        return html`<lobi-audit-room .route=${route} .user=${user}></lobi-audit-room>`;
      default:
        void import('./system.ts');
        return html`<lobi-system-room
          .system=${this.system.value}
          .refusal=${this.system.refusal}
          .at=${this.system.at}
          ?busy=${this.system.busy}
          @lobi-system-check=${() => this.system.refetch()}
        ></lobi-system-room>`;
    }
  }
}

define('lobi-settings-page', SettingsPage);
