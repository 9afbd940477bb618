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
import { LobiElement } from './element.ts';
import { icon } from './icons.ts';
import type { Refusal } from './refusal.ts';
import type { Saying } from './saying.ts';
import type { Watch } from './watch.ts';

/** Nothing under 150 ms, so that what is quick does not flicker. */
const bonesAfter = 150;

export type Piece = TemplateResult | typeof nothing | string;

type Fault = Pick<Refusal, 'code' | 'kind'>;

/** What `<lobi-trouble>` is told (trouble.ts). */
interface Trouble {
  refusal?: Fault | null;
  saying?: Saying;
  asOf?: number;
}

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
  #broken: Fault | null = null;
  #bones: ReturnType<typeof setTimeout> | null = null;
  #showBones = false;

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
    this.#bones = setTimeout(() => {
      this.#showBones = true;
      this.requestUpdate();
    }, bonesAfter);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
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
      this.#broken = { code: 'page.broken', kind: 'broken' };
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

  // What speaks in trouble, and feels it come, is here before it comes: without a network it could not be fetched.
  protected override firstUpdated(): void {
    const prepare = async () => (await import('./trouble.ts')).prepareFor(this);
    setTimeout(() => prepare().catch(() => {}), 2 * bonesAfter);
  }

  #content(): Piece {
    const main = this.main();
    const refusal = this.#broken ?? (main?.here ? null : main?.refusal);
    if (refusal) return this.#trouble({ refusal });
    if (main && !main.here) return this.#showBones ? this.bones() : nothing;
    // Inside another element the outer one says it, once.
    const late = main && !this.hasAttribute('nested') && (main.refusal !== null || !navigator.onLine);
    const blank = this.blank();
    const whole = blank ? this.#trouble({ saying: blank }) : main ? this.body() : nothing;
    return html`${late ? this.#trouble({ asOf: main.at, refusal: main.refusal }) : nothing}
    ${whole}${main ? this.#foot() : nothing}`;
  }

  #trouble({ refusal, saying, asOf }: Trouble): Piece {
    void import('./trouble.ts');
    return html`<lobi-trouble
      .refusal=${refusal}
      .saying=${saying}
      .asOf=${asOf}
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
}
