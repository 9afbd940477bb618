/** `<lobi-follows>`: the mailboxes and cards one follows; each can be left, and a mailbox of one's own followed again. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import inbox from 'lucide-static/icons/inbox.svg?icon';
import { avatar } from '../../controls/avatar.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { placeOf } from '../../kernel/refs.ts';
import '../../notify/follow.ts';
import type { Followed } from '../../notify/followed.ts';
import { followed } from '../../notify/followed.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { words } from './texts.ts';

export class Follows extends Page {
  static override texts = words;
  static override styles = [
    Page.styles,
    css`
      :host {
        height: auto;
      }
      h2 {
        margin: var(--lobi-space-6) 0 var(--lobi-space-1);
      }
      ul {
        margin-top: var(--lobi-space-2);
        border-top: 1px solid var(--lobi-border);
      }
      li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--lobi-space-3);
        min-height: 44px;
        border-bottom: 1px solid var(--lobi-border);
      }
      .icon {
        justify-self: center;
        color: var(--lobi-text-2);
      }
      a:hover {
        text-decoration: underline;
      }
    `,
  ];

  readonly followed = new ListWatch<Followed>(this, () => followed);

  override render(): TemplateResult | typeof nothing {
    const { here, items, refusal } = this.followed;
    if (!here) return refusal ? failing(refusal, () => this.followed.refetch()) : nothing;
    return html`<h2>${this.t('follows.title')}</h2>
      <p class="two">${this.t('follows.why')}</p>
      ${
        items.length > 0
          ? html`<ul>
              ${items.map((each) => this.#row(each))}
            </ul>`
          : nothing
      }`;
  }

  #row({ of, id, label }: Followed): TemplateResult {
    const mailbox = of === 'mailbox';
    const to = mailbox ? `/mail?box=${id}` : placeOf({ entity: of, id });
    return html`<li>
      ${mailbox ? icon(inbox) : avatar({ name: label, entity: of }, this.language)}
      <a class="cut" href=${to}>${label}</a>
      <lobi-follow of="${of}:${id}"></lobi-follow>
    </li>`;
  }
}

define('lobi-follows', Follows);
