/**
 * `<lobi-mail-page>`: the list of a mailbox, the correspondence that is open, the card of who it is about. Three panes, two at 900
 * (the card comes as a drawer), one at 360; the address says which.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import inbox from 'lucide-static/icons/inbox.svg?icon';
import '../../mailroom/mail-thread.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { saying } from '../../kernel/saying.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import type { MailThread } from '../../mailroom/mail-thread.ts';
import { Keys, restKeys } from '../keys.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { isAdministrator } from '../session.ts';
import { complain, toast } from '../toast.ts';
import { contextPane } from './context.ts';
import { mailStyles } from './mail.style.ts';
import './thread-bar.ts';
import './thread-list.ts';
import type { Mailbox, ThreadRow } from './threads.ts';
import { boxes, threadsOf } from './threads.ts';

/** Milliseconds in which the composer is loaded and has the focus, generously. */
const composerOpens = 1500;

type Answering = 'reply' | 'reply-all' | 'forward';

export class MailPage extends Page {
  static override styles = [Page.styles, mailStyles];

  readonly mailboxes = new ListWatch<Mailbox>(this, () => boxes);
  readonly threads = new ListWatch<ThreadRow>(this, () => threadsOf(this.route));
  readonly open = new RecordWatch<ThreadRow>(this, () =>
    this.#id ? { entity: 'thread', id: this.#id } : null,
  );
  /** Asked for by its key before the mail was here. */
  #answerWhenRead: Answering | null = null;
  readonly keys = new Keys(this, () => [
    { key: 'j', says: 'keys.next', run: () => this.#move(1) },
    { key: 'k', says: 'keys.previous', run: () => this.#move(-1) },
    { key: 'o', says: 'keys.open', run: () => this.#move(0) },
    ...(this.#id ? this.#threadKeys() : []),
  ]);

  get #id(): string | null {
    return this.route.parts[0] === 'thread' ? (this.route.parts[1] ?? null) : null;
  }

  get #box(): string | null {
    return this.route.query.get('box');
  }

  get #thread(): MailThread | null {
    return this.renderRoot.querySelector<MailThread>('lobi-mail-thread');
  }

  #threadKeys() {
    return [
      { key: 'r', says: 'keys.reply', run: () => this.#answer('reply') },
      { key: 'a', says: 'keys.replyAll', run: () => this.#answer('reply-all') },
      { key: 'f', says: 'keys.forward', run: () => this.#answer('forward') },
      { key: 'e', says: 'keys.close', run: () => this.#close() },
      { key: '#', says: 'keys.closeNext', run: () => this.#closeAndNext() },
      { key: 'u', says: 'keys.unread', run: () => this.#unread() },
      { key: 'i', says: 'keys.card', run: () => this.#flipContext() },
      { key: 'Escape', says: 'keys.back', run: () => go(this.#to('/mail', { pane: null })) },
    ];
  }

  // A message is opened in its thread.
  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('route') && this.route.parts[0] === 'message')
      void this.#toThreadOf(this.route.parts[1] ?? '');
  }

  protected override updated(): void {
    this.#answerLate();
    const box = this.mailboxes.items.find(({ id }) => id === this.#box);
    const away = this.#id !== null || this.route.parts[0] === 'new';
    const context = this.route.query.get('pane') === 'card';
    const back = context
      ? this.#to(location.pathname, { pane: null })
      : away
        ? this.#to('/mail', { pane: null })
        : null;
    this.emit('lobi-page-title', { title: box?.name ?? this.t('mail.allBoxes'), back });
  }

  override render() {
    const inside = this.#id !== null || this.route.parts[0] === 'new';
    const context = this.route.query.get('pane') === 'card' ? 'context' : '';
    const about = this.route.parts[0] === 'new' ? this.route.query.get('about') : null;
    const shown = this.#id !== null || about ? 'with' : 'without';
    const box = this.mailboxes.items.find(({ id }) => id === this.#box);
    return html`${this.route.parts[0] === 'new' ? nothing : html`<h1 class="say-only">${this.t('place.mail')}, ${box?.name ?? this.t('mail.allBoxes')}</h1>`}
      <div class="work mail ${shown} ${inside ? 'inside' : ''} ${context}">
      <lobi-thread-list
        class="pane list"
        .route=${this.route}
        .user=${this.user}
        .here=${this.#id}
      ></lobi-thread-list>
      <section class="pane open" aria-label=${this.t('mail.open')}>${this.#opened()}</section>
      ${contextPane(this, this.open.row, about, this.#to(location.pathname, { pane: null }))}
    </div>`;
  }

  #opened(): TemplateResult {
    if (this.route.parts[0] === 'new') return this.#composer();
    if (!this.#id) {
      const none = this.mailboxes.here && this.mailboxes.items.length === 0;
      return html`<div class="middle">
        ${none ? this.#noBox() : saying({ icon: inbox, title: this.t('mail.choose'), text: this.t('mail.chooseWhy') })}
      </div>`;
    }
    return html`<lobi-thread-bar
        .thread=${this.open.row}
        .user=${this.user}
        .cardTo=${this.#to(location.pathname, { pane: 'card' })}
        @lobi-thread-close=${() => this.#close()}
        @lobi-thread-unread=${() => this.#unread()}
        @lobi-thread-assign=${(event: CustomEvent<{ user: string | null }>) => this.#assign(event.detail.user)}
      ></lobi-thread-bar>
      <div class="scroll"><lobi-mail-thread .thread=${this.#id} @lobi-message-send=${() => this.threads.refetch()}></lobi-mail-thread></div>`;
  }

  // Whoever may make one is led there: after the set-up nobody else is in the house.
  #noBox(): TemplateResult {
    const own = isAdministrator(this.user);
    return saying({
      icon: inbox,
      title: this.t('mail.noBox'),
      text: this.t(own ? 'mail.noBoxYours' : 'mail.noBoxWhy'),
      ...(own
        ? { action: html`<a class="btn first" href="/settings/mailboxes">${this.t('mail.toBoxes')}</a>` }
        : {}),
    });
  }

  #composer(): TemplateResult {
    void import('../../mailroom/compose/composer.ts');
    const { query } = this.route;
    const sent = (event: CustomEvent<{ thread?: string }>) => {
      void this.threads.refetch();
      if (event.detail.thread)
        go(
          this.#to(`/mail/thread/${event.detail.thread}`, { to: null, about: null, subject: null }),
          'replace',
        );
    };
    return html`<header class="bar"><h1>${this.t('search.write')}</h1></header>
      <div class="scroll">
        <lobi-composer
          class="full"
          mode="new"
          .to=${query.get('to') ?? undefined}
          .about=${query.get('about') ?? undefined}
          .subject=${query.get('subject') ?? undefined}
          @lobi-message-send=${sent}
          @lobi-composer-close=${() => go(this.#to('/mail', { to: null, about: null, subject: null }), 'replace')}
        ></lobi-composer>
      </div>`;
  }

  #to(path: string, change: Record<string, string | null> = {}): string {
    return withQuery(path, this.route.query, change);
  }

  // The next one in the list; with none open the first. Inside a thread the address is replaced, so that back leads to the list.
  #move(by: 1 | -1 | 0): void {
    const { items } = this.threads;
    const here = items.findIndex(({ id }) => id === this.#id);
    const next = items[here < 0 ? 0 : here + by];
    if (next) go(this.#to(`/mail/thread/${next.id}`, { pane: null }), this.#id ? 'replace' : 'push');
  }

  // Who presses r and goes on typing writes; the letters before the field is there must not close or move anything.
  #answer(mode: Answering): void {
    restKeys(composerOpens);
    const thread = this.#thread;
    if (!thread || thread.messages.here) thread?.answer(mode);
    else {
      this.#answerWhenRead = mode;
      this.#answerLate();
    }
  }

  // The thread reads its own mail and tells nobody when it is here: a look at every frame while somebody waits.
  #answerLate(): void {
    const mode = this.#answerWhenRead;
    const thread = this.#thread;
    if (!mode || !thread) return;
    if (thread.messages.here) {
      this.#answerWhenRead = null;
      thread.answer(mode);
    } else if (!thread.messages.refusal) requestAnimationFrame(() => this.#answerLate());
  }

  #flipContext(): void {
    const shown = this.route.query.get('pane') === 'card';
    go(this.#to(location.pathname, { pane: shown ? null : 'card' }), shown ? 'replace' : 'push');
  }

  async #change(change: Record<string, unknown>): Promise<boolean> {
    const row = this.open.row;
    if (!row) return false;
    try {
      await this.connection.store.patch(row, change);
      void this.threads.refetch();
      return true;
    } catch (thrown) {
      complain(this, thrown);
      return false;
    }
  }

  async #close(): Promise<void> {
    const row = this.open.row;
    if (!row) return;
    const closed = Boolean(row.closedAt);
    if (await this.#change({ closed: !closed })) {
      toast(this, this.t(closed ? 'mail.reopened' : 'mail.closed'), {
        undo: () => this.#undo(row.id, closed),
      });
    }
  }

  async #closeAndNext(): Promise<void> {
    const { items } = this.threads;
    const next = items[items.findIndex(({ id }) => id === this.#id) + 1];
    const row = this.open.row;
    if (!row || row.closedAt) return;
    await this.#close();
    go(this.#to(next ? `/mail/thread/${next.id}` : '/mail'), 'replace');
  }

  async #undo(id: string, closed: boolean): Promise<void> {
    const { store } = this.connection;
    await store.patch({ entity: 'thread', id }, { closed }).catch(() => {});
    void this.threads.refetch();
  }

  async #assign(user: string | null): Promise<void> {
    await this.#change({ assignee: user && { entity: 'user', id: user } });
  }

  async #unread(): Promise<void> {
    if (!this.#id) return;
    await this.connection.api.delete(`/api/threads/${this.#id}/sighting`).catch(() => {});
    go(this.#to('/mail', { pane: null }), 'replace');
    void this.threads.refetch();
  }

  async #toThreadOf(id: string): Promise<void> {
    try {
      const message = await this.connection.api.get<{ thread?: { id: string } | null }>(
        `/api/messages/${encodeURIComponent(id)}`,
      );
      if (message.thread) go(`/mail/thread/${message.thread.id}`, 'replace');
    } catch {
      go('/nowhere', 'replace');
    }
  }
}

define('lobi-mail-page', MailPage);
