/** `<lobi-session-list .user=${id}>`: open sessions of oneself, or, with `user`, of somebody else; each may be ended. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import computer from 'lucide-static/icons/monitor.svg?icon';
import phone from 'lucide-static/icons/smartphone.svg?icon';
import { buttons } from '../../kernel/buttons.ts';
import { fullMoment } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { Fetched } from '../fetched.ts';
import { accessWords } from '../settings/texts.ts';
import { complain, toast } from '../toast.ts';

interface Session {
  id: string;
  createdAt: string;
  seenAt: string;
  fromAddress: string;
  agent: string;
  browser: string | null;
  system: string | null;
  place: 'machine' | 'network' | 'outside' | 'unknown';
  current: boolean;
}

const phones = ['iPhone', 'iPad', 'Android'];

export class SessionList extends LobiElement {
  static override texts = accessWords;
  static override properties = { of: {} };
  static override styles = [
    buttons,
    css`
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: 2px var(--lobi-space-3);
        align-items: center;
        min-height: 48px;
        padding: 8px 0;
        border-top: 1px solid var(--lobi-border);
      }
      li > .icon {
        color: var(--lobi-text-2);
      }
      small {
        display: block;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      .foot {
        padding-top: var(--lobi-space-2);
        border-top: 1px solid var(--lobi-border);
      }
    `,
  ];

  /** Id of the user; one's own where it is not said. */
  declare of: string | undefined;
  readonly sessions = new Fetched<{ items: Session[] }>(this, () => this.#path);

  get #path(): string {
    return this.of ? `/api/users/${this.of}/sessions` : '/api/sessions';
  }

  override render() {
    const { value } = this.sessions;
    if (!value) return nothing;
    const others = value.items.filter(({ current }) => !current);
    return html`<ul>
        ${value.items.map((each) => this.#session(each))}
      </ul>
      ${value.items.length === 0 ? html`<p>${this.t('sessions.none')}</p>` : nothing}
      ${others.length > 0 ? html`<p class="foot"><button class="btn soft" @click=${() => this.#endAll()}>${this.t(this.of ? 'sessions.endAll' : 'sessions.endOthers')}</button></p>` : nothing}`;
  }

  #session(each: Session): TemplateResult {
    const known = each.browser || each.system;
    const device = known
      ? [each.browser, each.system].filter(Boolean).join(' · ')
      : each.agent || this.t('sessions.program');
    const place = this.t(`sessions.place.${each.place}`, { address: each.fromAddress });
    return html`<li>
      ${icon(phones.includes(each.system ?? '') ? phone : computer)}
      <span
        ><b>${device}</b> ${each.current ? this.t('sessions.this') : nothing}
        <small>${place}</small>
        <small>${this.t('sessions.seen', { when: fullMoment(each.seenAt, this.clock), since: fullMoment(each.createdAt, this.clock) })}</small></span
      >
      ${each.current ? nothing : html`<button class="btn soft small" @click=${() => this.#end(each)}>${this.t('sessions.end')}</button>`}
    </li>`;
  }

  async #end({ id }: Session): Promise<void> {
    await this.#run(() => this.connection.api.delete(`/api/sessions/${id}`));
  }

  async #endAll(): Promise<void> {
    await this.#run(() => this.connection.api.delete(this.#path));
  }

  async #run(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      await this.sessions.refetch();
      toast(this, this.t('sessions.ended'));
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-session-list', SessionList);
