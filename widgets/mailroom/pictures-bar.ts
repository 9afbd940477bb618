/** What stands over a mail whose pictures are elsewhere: how many, one click to see them, and what became of it. */
import { html, nothing } from 'lit';
import picture from 'lucide-static/icons/image-off.svg?icon';
import type { Piece } from '../kernel/box.ts';
import { icon } from '../kernel/icons.ts';
import type { Message } from './messages.ts';

export interface Pictures {
  t(key: string, values?: Record<string, string | number>): string;
  message: Message;
  /** The reader asked for them, or always wants them of this sender. */
  shown: boolean;
  /** So many did not come. */
  missed: number;
  /** So many the frame holds back. */
  blocked: number;
}

/** `choose`: undefined shows them once; true and false remember it for the sender, and take that back. */
export function picturesBar(
  { t, message, shown, missed, blocked }: Pictures,
  choose: (always?: boolean) => void,
): Piece {
  const { pictures, from } = message;
  if (missed > 0) return html`<p class="hint" role="status">${t('message.missed', { count: missed })}</p>`;
  if (shown && !pictures?.always) return nothing;
  if (shown)
    return html`<p class="hint">
      <span class="grow">${t('message.alwaysShown', { from: from?.address ?? '' })}</span>
      <button class="link" @click=${() => choose(false)}>${t('message.askAgain')}</button>
    </p>`;
  const held = pictures?.blocked || blocked;
  if (!held) return nothing;
  return html`<p class="hint">
    ${icon(picture)}<span class="grow">${t('message.blocked', { count: held })}</span>
    ${
      pictures?.allowed
        ? html`<button class="link" @click=${() => choose()}>${t('message.show')}</button>
            <button class="link" title=${from?.address ?? nothing} @click=${() => choose(true)}>
              ${t('message.always')}
            </button>`
        : nothing
    }
  </p>`;
}
