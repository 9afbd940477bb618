/** `<lobi-enrol>`: the firm wants a second factor, and this user has none yet: nothing else is open before it is set up. */
import { css, html } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import '../security/second-factor.ts';
import { accessWords } from '../settings/texts.ts';
import { mark } from '../shell/mark.ts';
import { languageMenu } from './language.ts';
import { startStyles } from './style.ts';

class Enrol extends LobiElement {
  static override texts = accessWords;
  static override styles = [
    buttons,
    fieldStyles,
    startStyles,
    css`
      .column {
        width: min(100% - 32px, 560px);
      }
    `,
  ];

  protected override updated(): void {
    document.title = `${this.t('factor.needed')} · Lobi`;
  }

  override render() {
    const leave = async () => {
      await this.connection.api.delete('/api/session').catch(() => {});
      this.emit('lobi-session-change');
    };
    const done = () => this.emit('lobi-session-change');
    return html`<main class="column">
      <header><span class="mark">${mark}</span><span>Lobi</span>${languageMenu(this)}</header>
      <h1>${this.t('factor.needed')}</h1>
      <p class="lead">${this.t('factor.neededWhy')}</p>
      <div class="sheet"><lobi-second-factor @lobi-second-factor-change=${done}></lobi-second-factor></div>
      <p class="foot"><button class="btn plain" @click=${leave}>${this.t('me.signOut')}</button></p>
    </main>`;
  }
}

define('lobi-enrol', Enrol);
