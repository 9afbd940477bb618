/** `<lobi-follow of="person:ID">`: a button that says whether one follows a card or a mailbox, and changes it. */
import { css, html, nothing } from 'lit';
import bell from 'lucide-static/icons/bell.svg?icon';
import ringing from 'lucide-static/icons/bell-ring.svg?icon';
import type { Piece } from '../kernel/box.ts';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import type { Followed } from './followed.ts';
import { follow, followed } from './followed.ts';
import { words } from './texts.ts';

export class Follow extends LobiElement {
  static override texts = words;
  static override properties = { of: {}, busy: { state: true } };
  static override styles = [
    buttons,
    css`
      :host {
        display: inline-flex;
      }
      .on > .icon {
        color: var(--lobi-accent);
      }
    `,
  ];

  declare of: string;
  declare busy: boolean;

  readonly followed = new ListWatch<Followed>(this, () => followed);

  override render(): Piece {
    if (!this.followed.here) return nothing;
    const [entity, id] = this.of.split(':') as [string, string];
    const known = this.followed.items.find((each) => each.of === entity && each.id === id);
    const follows = known?.follows === true;
    return html`<button
      class="btn soft ${follows ? 'on' : ''}"
      aria-pressed=${follows ? 'true' : 'false'}
      ?disabled=${this.busy}
      title=${this.t(follows ? 'follow.onWhy' : 'follow.offWhy')}
      @click=${() => this.#flip(!follows)}
    >
      ${icon(follows ? ringing : bell)}${this.t(follows ? 'follow.on' : 'follow.off')}
    </button>`;
  }

  async #flip(follows: boolean): Promise<void> {
    this.busy = true;
    await follow(this.connection.api, this.of, follows).catch(() => {});
    await this.followed.refetch();
    this.busy = false;
  }
}

define('lobi-follow', Follow);
