/**
 * `<lobi-delivery>`: how far a mail of ours came. One quiet line when all is well; every recipient with every attempt and the
 * other server's words behind it; what failed stands open.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import type { Piece } from '../kernel/box.ts';
import { buttons } from '../kernel/buttons.ts';
import { fullMoment, shortMoment } from '../kernel/dates.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import type { Attempt, Message, Recipient, RecipientState } from './messages.ts';
import { fateOf } from './messages.ts';
import { words } from './texts.ts';

const looks: Record<RecipientState, string> = {
  sent: 'good',
  held: 'warn',
  queued: 'three',
  sending: 'three',
  bounced: 'bad',
  failed: 'bad',
  unknown: 'warn',
  skipped: 'warn',
  stopped: 'three',
};

export class Delivery extends LobiElement {
  static override texts = words;
  static override properties = { message: { attribute: false } };
  static override styles = [
    buttons,
    css`
      summary {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
        font-weight: 500;
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      .dot {
        width: 8px;
        height: 8px;
        flex: none;
        border-radius: 2px;
        background: currentColor;
      }
      .recipients {
        display: grid;
        gap: var(--lobi-space-3);
        padding: var(--lobi-space-2) 0 0;
      }
      .recipients > li > p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--lobi-space-2);
        overflow-wrap: anywhere;
      }
      .tries {
        display: grid;
        gap: var(--lobi-space-2);
        margin: var(--lobi-space-1) 0 0;
        padding-inline-start: var(--lobi-space-3);
        border-inline-start: 2px solid var(--lobi-border);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      q {
        display: block;
        margin-top: 2px;
        padding: 4px var(--lobi-space-2);
        border-radius: 4px;
        background: var(--lobi-surface-2);
        color: var(--lobi-text-2);
        font-family: var(--lobi-mono);
        overflow-wrap: anywhere;
        quotes: none;
      }
      @media (pointer: coarse) {
        summary {
          min-height: var(--lobi-touch);
        }
      }
    `,
  ];

  declare message: Message;

  readonly recipients = new ListWatch<Recipient>(this, () => ({
    path: '/api/recipients',
    params: { message: this.message.id },
    topics: [`message:${this.message.id}`],
  }));

  override render(): Piece {
    const { items } = this.recipients;
    if (items.length === 0) return nothing;
    const fate = fateOf(items);
    const why = items.find(({ state }) => state === 'held')?.reason ?? '';
    const well = items.filter(({ state }) => state === 'sent').length;
    return html`<details ?open=${['failed', 'bounced'].includes(fate)}>
      <summary class=${looks[fate]}>
        <i class="dot"></i>${this.t('delivery.state', { state: fate, why, well, count: items.length })}
      </summary>
      <ul class="recipients">
        ${items.map((recipient) => this.#recipient(recipient))}
      </ul>
    </details>`;
  }

  #recipient(recipient: Recipient): TemplateResult {
    const { name, address, card, state, attempts } = recipient;
    const who = card?.label || name;
    return html`<li>
      <p class="s">
        <b>${who || address}</b>${who ? html`<span class="two">${address}</span>` : nothing}
        <span class=${looks[state]}>${this.t('delivery.fate', { state })}</span>
        ${this.#reason(recipient)}
      </p>
      ${Array.isArray(attempts) && attempts.length > 0 ? html`<ol class="tries">${attempts.map((attempt) => this.#attempt(attempt))}</ol>` : nothing}
    </li>`;
  }

  // What we decided is said in our words, what another server said in its own.
  #reason({ state, reason }: Recipient): Piece {
    if (!reason || state === 'sent') return nothing;
    // A report that came back was read: its reason is a word of the field and a code.
    const [, known, code = ''] = /^([a-z]+)(?: \(([\d.]+)\))?$/.exec(state === 'bounced' ? reason : '') ?? [];
    if (known)
      return html`<span class="two">${this.t('delivery.why', { reason: known })} <span class="mono">${code}</span></span>`;
    const ours = state === 'held' || state === 'skipped';
    return html`<span class="two">${ours ? this.t('delivery.reason', { reason }) : reason}</span>`;
  }

  #attempt({ at, outcome, host, reply }: Attempt): TemplateResult {
    const when = shortMoment(at, this.clock);
    return html`<li>
      <time class="three" datetime=${at} title=${fullMoment(at, this.clock)}>${when}</time>
      <span class="two">${this.t('delivery.outcome', { outcome })}${host ? ` · ${host}` : ''}</span>
      ${reply ? html`<q>${reply}</q>` : nothing}
    </li>`;
  }
}

define('lobi-delivery', Delivery);
