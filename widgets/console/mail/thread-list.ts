/** `<lobi-thread-list>`: mailbox, view, and the correspondence in it: weight says unread, who and organisation, first words, time. */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import down from 'lucide-static/icons/chevron-down.svg?icon';
import clock from 'lucide-static/icons/clock.svg?icon';
import inbox from 'lucide-static/icons/inbox.svg?icon';
import mails from 'lucide-static/icons/mails.svg?icon';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import pen from 'lucide-static/icons/square-pen.svg?icon';
import '../../controls/menu.ts';
import type { Act } from '../../controls/menu.ts';
import { dayIn, fullMoment, monthOf, shortMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { listStyles } from './thread-list.style.ts';
import type { Mailbox, ThreadRow, View } from './threads.ts';
import { boxes, owedFor, stretchOf, threadsOf, views } from './threads.ts';

export class ThreadList extends Page {
  static override styles = [Page.styles, listStyles];
  static override properties = {
    ...Page.properties,
    here: { attribute: false },
  };

  /** Id of the one that is open. */
  declare here: string | null;
  readonly mailboxes = new ListWatch<Mailbox>(this, () => boxes);
  readonly threads = new ListWatch<ThreadRow>(this, () => threadsOf(this.route));
  #end = new IntersectionObserver(([entry]) => {
    if (entry!.isIntersecting) void this.threads.more();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end.disconnect();
  }

  protected override updated(changed: PropertyValues): void {
    this.#end.disconnect();
    const end = this.renderRoot.querySelector('.end');
    if (end) this.#end.observe(end);
    if (changed.has('here'))
      this.renderRoot.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  get #box(): Mailbox | undefined {
    return this.mailboxes.items.find(({ id }) => id === this.route.query.get('box'));
  }

  get #view(): View {
    return views.find((view) => view === this.route.query.get('view')) ?? 'team';
  }

  override render() {
    return html`${this.#bar()}
      <nav class="tabs" aria-label=${this.t('mail.views')}>
        ${views.map(
          (view) => html`<a
            href=${withQuery('/mail', this.route.query, { view: view === 'team' ? null : view, pane: null })}
            aria-current=${view === this.#view ? 'page' : nothing}
            >${this.t(`mail.view.${view}`)}</a
          >`,
        )}
      </nav>
      <div class="scroll">${this.#rows()}</div>`;
  }

  #bar(): TemplateResult {
    const { items } = this.mailboxes;
    const box = this.#box;
    const acts: Act[] = [
      { key: '', label: this.t('mail.allBoxes'), chosen: !box },
      ...items.map(({ id, name, address }) => ({
        key: id,
        label: name === address ? name : `${name}, ${address}`,
        chosen: id === box?.id,
      })),
    ];
    const choose = (event: CustomEvent<{ key: string }>) =>
      go(withQuery('/mail', this.route.query, { box: event.detail.key || null, pane: null }));
    return html`<header class="bar">
      <lobi-menu class="boxes" look="plain" label=${this.t('mail.boxes')} .acts=${acts} @lobi-menu-choose=${choose}
        ><b>${box?.name ?? this.t('mail.allBoxes')}</b>${box && box.name !== box.address ? html`<span class="three s cut wide">${box.address}</span>` : nothing}${icon(down)}</lobi-menu
      >
      <a class="btn plain only push" href="/mail/letters" title=${this.t('mail.letters')}>${icon(mails, this.t('mail.letters'))}</a>
      <a class="btn plain only" href=${withQuery('/mail/new', this.route.query)} title="${this.t('keys.write')} · c">${icon(pen, this.t('keys.write'))}</a>
    </header>`;
  }

  #rows(): TemplateResult | typeof nothing {
    const { threads } = this;
    if (!threads.here) {
      if (threads.refusal) return failing(threads.refusal, () => threads.refetch());
      return html`<div class="bones" aria-hidden="true">${[1, 2, 3, 4, 5, 6, 7].map(() => html`<i class="bone"></i><i class="bone short"></i>`)}</div>`;
    }
    if (threads.items.length === 0) return this.#empty();
    const today = dayIn(new Date(), this.clock.zone);
    const groups = Map.groupBy(threads.items, ({ lastAt }) => {
      const stretch = stretchOf(dayIn(new Date(lastAt), this.clock.zone), today);
      return stretch === 'older' ? monthOf(lastAt, this.clock) : this.t(`mail.${stretch}`);
    });
    return html`${[...groups].map(
      ([heading, rows]) => html`<h2 class="day">${heading}</h2>
        <ul class="mails">
          ${rows.map((row) => this.#row(row))}
        </ul>`,
    )}${threads.hasMore ? html`<div class="end"></div>` : nothing}`;
  }

  #row(row: ThreadRow): TemplateResult {
    const { id, who, organisation, subject, snippet, lastAt, unread, registerNumber } = row;
    return html`<li>
      <a
        class=${unread ? 'unread' : ''}
        href=${withQuery(`/mail/thread/${id}`, this.route.query, { pane: null })}
        title=${registerNumber ?? nothing}
        aria-current=${id === this.here ? 'true' : nothing}
        ><span class="who"
          ><b>${who || this.t('mail.nobody')}</b>${organisation ? html` <span>${organisation}</span>` : nothing}${
            unread ? html`<span class="say-only">, ${this.t('mail.unread')}</span>` : nothing
          }</span
        ><time class="when" datetime=${lastAt} title=${fullMoment(lastAt, this.clock)}>${shortMoment(lastAt, this.clock)}</time
        ><span class="what"><b>${subject || this.t('mail.noSubject')}</b>${snippet ? html` · ${snippet}` : nothing}</span>${this.#mark(row)}</a
      >
    </li>`;
  }

  // One mark at the end of a line: what is owed, else whose it is.
  #mark({ awaitingSince, assignee, hasAttachments, closedAt }: ThreadRow): TemplateResult {
    const files = hasAttachments ? icon(clip, this.t('mail.hasFiles')) : nothing;
    if (awaitingSince && !closedAt && this.#view !== 'closed') {
      const { count, unit } = owedFor(awaitingSince, new Date());
      const late = unit === 'day' ? (count > 2 ? 'bad' : 'warn') : '';
      const says = this.t('mail.owedFor', { count, unit });
      return html`<span class="mark ${late}" title=${this.t('mail.owed')}>${files}${icon(clock, this.t('mail.owed'))}${says}</span>`;
    }
    const mine = assignee?.id === this.user.id;
    return html`<span class="mark">${files}${assignee ? (mine ? this.t('mail.me') : (assignee.label ?? '').split(' ')[0]) : nothing}</span>`;
  }

  #empty(): TemplateResult {
    const view = this.#view;
    return saying({
      icon: inbox,
      title: this.t(`mail.empty.${view}`),
      text: this.t(`mail.emptyWhy.${view}`),
      action:
        view === 'team'
          ? html`<a class="btn" href="/mail/new">${icon(pen)}${this.t('keys.write')}</a>`
          : nothing,
    });
  }
}

define('lobi-thread-list', ThreadList);
