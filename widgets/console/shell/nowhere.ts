/** `<lobi-nowhere-page>`: an address that leads nowhere, or where one may see nothing; it says which only to administrators, who see everything. */
import { css, html } from 'lit';
import mail from 'lucide-static/icons/mail.svg?icon';
import signpost from 'lucide-static/icons/signpost.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { saying } from '../../kernel/saying.ts';
import { Page } from '../page.ts';
import { isAdministrator } from '../session.ts';

export class NowherePage extends Page {
  static override styles = [
    Page.styles,
    css`
      .middle {
        display: grid;
        place-content: center;
        height: 100%;
        padding: var(--lobi-space-4);
      }
    `,
  ];

  override render() {
    return html`<h1 class="say-only">${this.t('nowhere.title')}</h1>
      <div class="middle">
      ${saying({
        icon: signpost,
        title: this.t('nowhere.title'),
        text: this.t(isAdministrator(this.user) ? 'nowhere.whyYours' : 'nowhere.why'),
        action: html`<div class="line">
          <a class="btn" href="/mail">${icon(mail)}${this.t('place.mail')}</a>
          <a class="btn" href="/people">${icon(people)}${this.t('place.people')}</a>
        </div>`,
      })}
    </div>`;
  }
}

define('lobi-nowhere-page', NowherePage);
