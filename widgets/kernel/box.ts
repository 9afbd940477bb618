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
 * Inside another Lobi element (`nested`) it has neither border nor foot. What is said when something is wrong is loaded after
 * the first picture (trouble.ts).
 */
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import out from 'lucide-static/icons/square-arrow-out-up-right.svg?icon';
import { buttonLook } from './button-look.ts';
import type { Connection } from './connection.ts';
import { LobiElement } from './element.ts';
import { icon } from './icons.ts';
import type { Refusal } from './refusal.ts';
import { refusalOf } from './refusal.ts';
import type { Saying } from './saying.ts';
import type { Watch } from './watch.ts';

/** Nothing under 150 ms, so that what is quick does not flicker. */
const bonesAfter = 150;

export type Piece = TemplateResult | typeof nothing | string;

const boxLook = css`
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
  .bone {
    display: block;
    height: 12px;
    margin: 6px 0;
    border-radius: 4px;
    background: var(--lobi-surface-2);
  }
  @media (pointer: coarse) {
    .foot {
      min-height: var(--lobi-touch);
    }
  }
`;

export abstract class BoxElement extends LobiElement {
  #broken: Refusal | null = null;
  #bones: ReturnType<typeof setTimeout> | null = null;
  #showBones = false;
  #heard: Connection | null = null;
  #stop: (() => void) | null = null;
  #shaken = () => this.requestUpdate();
  #seen = () => this.#cameBack();

  static override finalizeStyles(styles?: CSSResultGroup) {
    return super.finalizeStyles([buttonLook, boxLook, styles ?? []]);
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

  /** Why there may be nothing to see; it never says whether something is hidden. Null: the kernel's own words. */
  protected unseen(): string | null {
    return null;
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
    this.#stop?.();
    this.#heard = null;
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
    if (this.#heard === this.connection) return;
    this.#stop?.();
    this.#heard = this.connection;
    this.#stop = this.connection.live.onLine(this.#shaken);
  }

  override render(): Piece {
    return html`<div class="sheet" aria-busy=${this.loading ? 'true' : 'false'} part="sheet">${this.#content()}</div>`;
  }

  // What speaks in trouble is here before trouble comes: without a network it could not be fetched.
  protected override firstUpdated(): void {
    const prepare = async () => (await import('./trouble.ts')).prepareFor(this.language);
    setTimeout(() => prepare().catch(() => {}), 2 * bonesAfter);
  }

  #content(): Piece {
    const main = this.main();
    if (this.#broken) return this.#trouble(this.#broken);
    if (main?.here) {
      // Inside another element the outer one says it, once.
      const late = !this.hasAttribute('nested') && (main.refusal !== null || !navigator.onLine);
      return html`${late ? html`<lobi-trouble .asOf=${main.at} .refusal=${main.refusal}></lobi-trouble>` : nothing}
      ${this.#whole()}${this.#foot()}`;
    }
    if (main?.refusal) return this.#trouble(main.refusal);
    if (main) return this.#showBones ? this.bones() : nothing;
    return this.#blank() ?? nothing;
  }

  #whole(): Piece {
    return this.#blank() ?? this.body();
  }

  #blank(): Piece | null {
    const blank = this.blank();
    if (!blank) return null;
    void import('./trouble.ts');
    return html`<lobi-trouble .saying=${blank}></lobi-trouble>`;
  }

  #trouble(refusal: Refusal): Piece {
    void import('./trouble.ts');
    return html`<lobi-trouble
      .refusal=${refusal}
      .unseen=${this.unseen()}
      @lobi-trouble-retry=${() => this.refresh()}
    ></lobi-trouble>`;
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
