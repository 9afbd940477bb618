/** `<lobi-public-url-check>`: asks whether the address of Lobi leads to this house from outside; letters have links that act only then. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import { Page } from '../page.ts';
import { complain } from '../toast.ts';

interface Checked extends Row {
  ok: boolean;
  url: string;
  /** Whether mail programs may unsubscribe by it (RFC 8058). */
  oneClick: boolean;
}

export class PublicUrlCheck extends Page {
  static override properties = {
    ...Page.properties,
    busy: { state: true },
    checked: { state: true },
  };
  static override styles = [
    Page.styles,
    css`
      :host {
        height: auto;
        display: block;
        margin-top: 6px;
      }
      p {
        display: flex;
        gap: var(--lobi-space-2);
        margin-top: 6px;
      }
      .well .icon {
        color: var(--lobi-success);
      }
      .ill .icon {
        color: var(--lobi-warning);
      }
    `,
  ];

  declare busy: boolean;
  declare checked: Checked | null;

  constructor() {
    super();
    this.busy = false;
    this.checked = null;
  }

  override render(): TemplateResult {
    const { checked } = this;
    const well = checked?.oneClick;
    const key = checked?.oneClick ? 'oneClick' : checked?.ok ? 'noHttps' : 'elsewhere';
    return html`<button class="btn small" ?disabled=${this.busy} @click=${() => this.#check()}>${this.t('general.checkUrl')}</button>
      <div role="status">
        ${checked ? html`<p class=${well ? 'well' : 'ill'}>${icon(well ? check : alert)}<span>${this.t(`general.url.${key}`, { url: checked.url })}</span></p>` : nothing}
      </div>`;
  }

  async #check(): Promise<void> {
    this.busy = true;
    try {
      this.checked = await this.connection.api.post<Checked>('/api/letters/public-url-check');
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-public-url-check', PublicUrlCheck);
