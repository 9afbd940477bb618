/** `<lobi-security-page>`: how one signs in: password, second factor, where one is signed in. */

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import type { Values } from '../answers.ts';
import { Answers, question } from '../answers.ts';
import { Page } from '../page.ts';
import { roomStyles } from '../settings/style.ts';
import { accessWords } from '../settings/texts.ts';
import { passwordLength } from '../start/password-length.ts';
import { toast } from '../toast.ts';
import './second-factor.ts';
import './session-list.ts';

export class SecurityPage extends Page {
  static override texts = accessWords;
  static override styles = [
    Page.styles,
    fieldStyles,
    roomStyles,
    css`
      .column {
        display: grid;
        gap: var(--lobi-space-6);
        max-width: 720px;
      }
      section {
        display: grid;
        gap: var(--lobi-space-3);
      }
      .column > h1 {
        margin-bottom: calc(-1 * var(--lobi-space-3));
      }
    `,
  ];

  readonly answers = new Answers(this);

  protected override updated(): void {
    this.emit('lobi-page-title', { title: '' });
  }

  override render() {
    return html`<div class="column">
      <h1>${this.t('place.security')}</h1>
      <section>
        <h2>${this.t('security.factor')}</h2>
        <lobi-second-factor></lobi-second-factor>
      </section>
      <section>
        <h2>${this.t('security.sessions')}</h2>
        <lobi-session-list></lobi-session-list>
      </section>
      <section>
        <h2>${this.t('start.password')}</h2>
        ${this.#password()}
      </section>
    </div>`;
  }

  #password(): TemplateResult {
    const { answers } = this;
    const said = answers.said(['current', 'password']);
    const send = async ({ current = '', password = '' }: Values) => {
      await this.connection.api.post(`/api/users/${this.user.id}/password`, { current, password });
      answers.clear();
      toast(this, this.t('security.changed'));
    };
    return html`<form class="form sheet" @submit=${answers.submit(send)}>
      ${said ? html`<p class="fault" role="alert">${said}</p>` : nothing}
      ${question(answers, { name: 'current', label: this.t('security.current'), type: 'password', autocomplete: 'current-password', required: true })}
      ${question(answers, { name: 'password', label: this.t('start.newPassword'), type: 'password', autocomplete: 'new-password', required: true, minlength: passwordLength, hint: this.t('start.passwordRule', { count: passwordLength }) })}
      <div class="line"><button class="btn" ?disabled=${answers.busy}>${this.t('start.setPassword')}</button></div>
    </form>`;
  }
}

define('lobi-security-page', SecurityPage);
