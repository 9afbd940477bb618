/**
 * An element that stands alone in a host page: a sheet with its five states and a foot. It says what happened, what was
 * kept and what to do, always inside itself; the page around it goes on.
 *
 *   export class TaskCard extends BoxElement {
 *     readonly task = new RecordWatch(this, () => this.task);
 *     protected override main() { return this.task; }          // whose condition is the element's condition
 *     protected override bones() { return html`…`; }            // after 150 ms, in the shape of what comes
 *     protected override body() { return html`…`; }
 *     protected override blank() { return { icon: square, title: this.t('none'), text: this.t('noneWhy') }; }   // or null
 *     protected override place() { return '/tasks/01J…'; }      // "Open in Lobi"
 *     protected override foot() { return this.t('due'); }
 *   }
 *
 * Inside another Lobi element (`nested`) it has neither border nor foot.
 */
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import lock from 'lucide-static/icons/lock.svg?icon';
import again from 'lucide-static/icons/refresh-cw.svg?icon';
import out from 'lucide-static/icons/square-arrow-out-up-right.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import unplugged from 'lucide-static/icons/wifi-off.svg?icon';
import { buttons } from './buttons.ts';
import { timeOf } from './dates.ts';
import { LobiElement } from './element.ts';
import { icon } from './icons.ts';
import type { Refusal } from './refusal.ts';
import { refusalOf } from './refusal.ts';
import type { Saying } from './saying.ts';
import { saying, sayingStyles } from './saying.ts';
import type { Watch } from './watch.ts';

/** Nothing under 150 ms, so that what is quick does not flicker. */
const bonesAfter = 150;

export type Piece = TemplateResult | typeof nothing | string;

export const boxStyles = css`
  :host {
    container: lobi-box / inline-size;
    min-width: 0;
  }
  .sheet {
    background: var(--lobi-surface-1);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    overflow: clip;
  }
  :host([nested]) .sheet {
    border: 0;
    border-radius: 0;
    background: none;
  }
  .foot {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 34px;
    padding: 0 var(--lobi-space-3);
    border-top: 1px solid var(--lobi-border);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .foot a {
    display: inline-flex;
    align-items: center;
    gap: var(--lobi-space-1);
    margin-inline-start: auto;
    white-space: nowrap;
  }
  .foot .icon {
    width: 13px;
    height: 13px;
  }
  .strip {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    padding: 6px var(--lobi-space-3);
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
`;

export abstract class BoxElement extends LobiElement {
  #broken: Refusal | null = null;
  #bones: ReturnType<typeof setTimeout> | null = null;
  #showBones = false;
  #shaken = () => this.requestUpdate();
  #seen = () => this.#cameBack();

  static override finalizeStyles(styles?: CSSResultGroup) {
    return super.finalizeStyles([
      buttons,
      sayingStyles,
      boxStyles,
      ...(styles ? [styles] : []),
    ] as CSSResultGroup);
  }

  /** What the element is about; null while its attributes name nothing. */
  protected abstract main(): Watch | null;
  protected abstract bones(): TemplateResult;
  protected abstract body(): Piece;

  /** What to say when there is nothing to show: where nothing is named, or what is named holds nothing. */
  protected blank(): Saying | null {
    return null;
  }

  /** Where the console shows the same, as a path below the server. */
  protected place(): string | null {
    return null;
  }

  protected foot(): Piece {
    return nothing;
  }

  /** What to say when there is no right to see it; it never says whether something is hidden. */
  protected noRight(): Saying {
    return { icon: lock, title: this.t('state.noRight'), text: this.t('state.noRightWhy') };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#seen);
    addEventListener('offline', this.#shaken);
    document.addEventListener('visibilitychange', this.#seen);
    this.#bones = setTimeout(() => {
      this.#showBones = true;
      this.requestUpdate();
    }, bonesAfter);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#seen);
    removeEventListener('offline', this.#shaken);
    document.removeEventListener('visibilitychange', this.#seen);
    if (this.#bones) clearTimeout(this.#bones);
  }

  override async refresh(): Promise<void> {
    this.#broken = null;
    this.requestUpdate();
    await super.refresh();
  }

  // A fault in drawing is shown like any other, in the element's own place.
  protected override update(changed: PropertyValues): void {
    try {
      super.update(changed);
    } catch (thrown) {
      if (this.#broken) throw thrown;
      this.#broken = refusalOf(thrown);
      console.error(thrown);
      super.update(changed);
    }
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const main = this.main();
    this.loading = main !== null && !main.here && !main.refusal;
    this.error = this.#broken?.code ?? main?.refusal?.code ?? null;
  }

  override render(): Piece {
    return html`<div class="sheet" aria-busy=${this.loading ? 'true' : 'false'} part="sheet">${this.#content()}</div>`;
  }

  #content(): Piece {
    const main = this.main();
    if (this.#broken) return saying(this.#fault(this.#broken));
    if (main?.here) return html`${this.#strip(main)}${this.#whole()}${this.#foot()}`;
    if (main?.refusal) return this.#refused(main.refusal);
    if (main) return this.#showBones ? this.bones() : nothing;
    const blank = this.blank();
    return blank ? saying(blank) : nothing;
  }

  #whole(): Piece {
    const blank = this.blank();
    return blank ? saying(blank) : this.body();
  }

  #refused(refusal: Refusal): Piece {
    const unseen = ['missing', 'forbidden', 'unknown'].includes(refusal.kind);
    return saying(unseen ? this.noRight() : this.#fault(refusal));
  }

  #fault(refusal: Refusal): Saying {
    const known = ['offline', 'later', 'limited'].includes(refusal.kind) ? refusal.kind : 'broken';
    return {
      icon: known === 'offline' ? unplugged : alert,
      title: this.t(known === 'offline' ? 'state.offline' : 'state.failed'),
      text: this.t(`state.${known}Why`),
      action: html`<button class="btn" @click=${() => this.refresh()}>${icon(again)}${this.t('state.again')}</button>`,
      bad: known !== 'offline',
    };
  }

  // What was last seen stays readable, with its time in words.
  #strip(main: Watch): Piece {
    const cut = main.refusal !== null || !navigator.onLine;
    if (!cut) return nothing;
    const offline = !navigator.onLine || main.refusal?.kind === 'offline';
    const time = timeOf(main.at, this.clock);
    return html`<p class="strip" role="status">
      ${icon(unplugged)}<span>${this.t(offline ? 'state.asOfOffline' : 'state.asOfLate', { time })}</span>
    </p>`;
  }

  #foot(): Piece {
    const place = this.place();
    if (this.hasAttribute('nested') || !place) return nothing;
    return html`<footer class="foot" part="foot">
      ${this.foot()}
      <a class="link" href=${this.connection.api.server + place} target="_blank" rel="noopener" @click=${this.#open}
        >${this.t('foot.open')} ${icon(out)}</a
      >
    </footer>`;
  }

  #open(event: Event): void {
    if (!this.emit('lobi-element-open', { place: this.place() })) event.preventDefault();
  }

  // What is shown may be old when the live line was down meanwhile.
  #cameBack(): void {
    if (document.visibilityState === 'visible' && this.connection.live.line !== 'live') void this.refresh();
    this.requestUpdate();
  }
}
