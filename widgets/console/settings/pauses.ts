/** `<lobi-pauses>`: who may not try to sign in just now, after too many tries; nothing where nobody is. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import lock from 'lucide-static/icons/lock.svg?icon';
import { buttons } from '../../kernel/buttons.ts';
import { timeOf } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Ref } from '../../kernel/refs.ts';
import { Fetched } from '../fetched.ts';
import { complain } from '../toast.ts';
import { accessWords } from './texts.ts';

interface Pause {
  user: (Ref & { label: string }) | null;
  address: string | null;
  kind: string;
  tries: number;
  until: string;
}

export class Pauses extends LobiElement {
  static override texts = accessWords;
  static override styles = [
    buttons,
    css`
      ul {
        margin-bottom: var(--lobi-space-4);
        padding: 8px 16px;
        border: 1px solid color-mix(in srgb, var(--lobi-warning) 45%, var(--lobi-border));
        border-radius: var(--lobi-radius);
        background: var(--lobi-warning-soft);
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: var(--lobi-space-3);
        align-items: center;
        min-height: 36px;
      }
      li > .icon {
        color: var(--lobi-warning);
      }
    `,
  ];

  readonly pauses = new Fetched<{ items: Pause[] }>(this, () => '/api/pauses');

  override render() {
    const items = this.pauses.value?.items ?? [];
    return items.length === 0
      ? nothing
      : html`<ul>
          ${items.map((each) => this.#pause(each))}
        </ul>`;
  }

  #pause({ user, address, tries, until }: Pause): TemplateResult {
    const key = user ? (address ? 'pauses.both' : 'pauses.user') : 'pauses.address';
    const facts = {
      name: user?.label ?? '',
      address: address ?? '',
      tries,
      until: timeOf(until, this.clock),
    };
    return html`<li>
      ${icon(lock)}<span>${this.t(key, facts)}</span>
      ${user ? html`<button class="btn soft small" @click=${() => this.#release(user.id)}>${this.t('pauses.release')}</button>` : html`<span></span>`}
    </li>`;
  }

  async #release(id: string): Promise<void> {
    try {
      await this.connection.api.delete(`/api/users/${id}/pause`);
      await this.pauses.refetch();
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-pauses', Pauses);
