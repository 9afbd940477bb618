/** `<lobi-thread-bar>`: what is done with a correspondence as a whole: close, hand over, mark unread. */
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import dot from 'lucide-static/icons/circle-dot.svg?icon';
import undo from 'lucide-static/icons/undo-2.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/menu.ts';
import type { Act } from '../../controls/menu.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import type { ThreadRow } from './threads.ts';

export class ThreadBar extends Page {
  static override properties = {
    ...Page.properties,
    thread: { attribute: false },
    cardTo: { attribute: false },
  };

  declare thread: ThreadRow | null;
  /** Where the card of this correspondence is shown, for widths at which it is not. */
  declare cardTo: string;
  readonly colleagues = new ListWatch<User>(this, () => ({ path: '/api/users', params: { limit: 200 } }));

  override render() {
    const { thread } = this;
    const closed = Boolean(thread?.closedAt);
    const changes = may(thread, 'change');
    return html`<div class="bar">
      <button class="btn" ?disabled=${!changes} aria-keyshortcuts="e" @click=${() => this.emit('lobi-thread-close')}>
        ${icon(closed ? undo : check)}${this.t(closed ? 'mail.reopen' : 'mail.close')}
      </button>
      ${this.colleagues.items.length && changes ? this.#assignee() : nothing}
      <button class="btn plain desk-only" ?disabled=${!thread} aria-keyshortcuts="u" @click=${() => this.emit('lobi-thread-unread')}>
        ${icon(dot)}<span class="wide">${this.t('mail.markUnread')}</span><span class="say-only">${this.t('mail.markUnread')}</span>
      </button>
      <a class="btn soft push drawer-only" href=${this.cardTo} aria-keyshortcuts="i">${icon(people)}${this.t('mail.card')}</a>
    </div>`;
  }

  #assignee() {
    const assignee = this.thread?.assignee;
    const acts: Act[] = [
      { key: this.user.id, label: this.t('mail.takeIt'), chosen: assignee?.id === this.user.id },
      ...this.colleagues.items
        .filter(({ id }) => id !== this.user.id)
        .map((colleague) => ({
          key: colleague.id,
          label: nameOfUser(colleague),
          chosen: assignee?.id === colleague.id,
        })),
      { key: '', label: this.t('mail.nobodysIt'), chosen: !assignee },
    ];
    return html`<lobi-menu
      look="plain"
      label=${this.t('mail.whoHasIt')}
      .acts=${acts}
      @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.emit('lobi-thread-assign', { user: event.detail.key || null })}
      >${icon(user)}<span class="cut">${assignee?.label ?? this.t('mail.assign')}</span></lobi-menu
    >`;
  }
}

define('lobi-thread-bar', ThreadBar);
