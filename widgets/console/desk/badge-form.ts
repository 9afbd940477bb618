/**
 * `<lobi-badge-form>`: a badge before it is printed: what stands on it, and how the paper will look. `lobi-badge-print` carries
 * the badge that was printed; `lobi-badge-leave` says that none was wanted.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import camera from 'lucide-static/icons/camera.svg?icon';
import upload from 'lucide-static/icons/image-up.svg?icon';
import printer from 'lucide-static/icons/printer.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import { refusalWords } from '../fault.ts';
import { Page } from '../page.ts';
import type { Badge, Found, Preview, Size } from './badge.ts';
import { keepSize, kinds, sizeHere, sizes } from './badge.ts';
import { formStyles } from './badge-form.style.ts';
import { deskStyles } from './desk.style.ts';
import { photoOfFile } from './photo.ts';

const rest = 200;

export class BadgeForm extends Page {
  static override properties = {
    ...Page.properties,
    found: { attribute: false },
    values: { state: true },
    photo: { state: true },
    preview: { state: true },
    said: { state: true },
    busy: { state: true },
    filming: { state: true },
  };
  static override styles = [Page.styles, fieldStyles, deskStyles, formStyles];

  declare found: Found;
  declare values: { name: string; company: string; host: string; kind: string; size: Size };
  /** Document of the photo; null: without; undefined: as it stood on the last badge or stands on the card. */
  declare photo: string | null | undefined;
  declare preview: (Preview & { url: string }) | null;
  /** Why it cannot be printed, or the photo not be taken. */
  declare said: string;
  declare busy: boolean;
  declare filming: boolean;
  #resting: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;
  /** One print for however many times the button is pressed. */
  #key = '';

  constructor() {
    super();
    this.values = { name: '', company: '', host: '', kind: 'guest', size: sizeHere() };
    this.photo = undefined;
    this.preview = null;
    this.said = '';
    this.busy = false;
    this.filming = false;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('found')) return;
    const { name, company, badge } = this.found;
    this.values = { name, company, host: '', kind: badge?.kind ?? 'guest', size: sizeHere() };
    this.photo = undefined;
    this.#key = crypto.randomUUID();
    void this.#show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.preview) URL.revokeObjectURL(this.preview.url);
    this.preview = null;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('found')) this.#ready();
  }

  override render() {
    return html`<form class="sheet" @submit=${this.#send} @keydown=${this.#leave}>
        <div class="line">
          <button class="btn first print" ?disabled=${this.busy}>${icon(printer)}${this.t('desk.print')}<kbd>Enter</kbd></button>
          <button class="btn plain" type="button" @click=${() => this.emit('lobi-badge-leave', {})}>${this.t('form.leave')}</button>
        </div>
        ${this.#state()}
        ${this.#sizes()}
        <div class="two-up">${this.#field('name', { readonly: this.#reprints })} ${this.#field('company', { readonly: this.#reprints })}</div>
        <div class="two-up">${this.#field('host', { readonly: this.#reprints })} ${this.#kinds()}</div>
        ${this.#photo()}
      </form>
      <section class="paper" aria-label=${this.t('desk.preview')} aria-live="polite">
        ${this.preview ? html`<img class=${this.values.size} src=${this.preview.url} alt=${this.t('desk.previewOf', { name: this.values.name })} />` : nothing}
      </section>`;
  }

  /** Enter prints. */
  #ready(): void {
    this.renderRoot.querySelector<HTMLElement>('.print')?.focus();
  }

  /** A guest who was scanned is known by the badge alone: it is printed again as it was. */
  get #reprints(): boolean {
    return this.found.entity === 'guest' && this.found.badge !== null;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.said) return html`<p class="hint red" role="alert">${this.said}</p>`;
    const before = this.preview?.prints ?? this.found.badge?.prints ?? 0;
    return before > 0
      ? html`<p class="hint amber" role="status">${this.t('desk.before', { n: before })}</p>`
      : nothing;
  }

  #sizes(): TemplateResult {
    return html`<fieldset class="choices">
      <legend class="label">${this.t('desk.size')}</legend>
      ${sizes.map(
        (size) =>
          html`<button class="btn" type="button" aria-pressed=${this.values.size === size} @click=${() => this.#setSize(size)}>${this.t(`desk.size.${size}`)}</button>`,
      )}
    </fieldset>`;
  }

  #field(name: 'name' | 'company' | 'host', more: { readonly: boolean }): TemplateResult {
    return html`<label class="labelled">
      <span class="label">${this.t(`desk.${name}`)}</span>
      <input class="field" name=${name} ?readonly=${more.readonly} .value=${this.values[name]} @input=${(event: Event) => this.#set({ [name]: (event.target as HTMLInputElement).value })} />
    </label>`;
  }

  #kinds(): TemplateResult {
    return html`<label class="labelled">
      <span class="label">${this.t('desk.kind')}</span>
      <select class="field" ?disabled=${this.#reprints} @change=${(event: Event) => this.#set({ kind: (event.target as HTMLSelectElement).value })}>
        ${kinds.map((kind) => html`<option value=${kind} ?selected=${this.values.kind === kind}>${this.t(`desk.kind.${kind}`)}</option>`)}
      </select>
    </label>`;
  }

  #photo(): TemplateResult | typeof nothing {
    if (this.#reprints) return nothing;
    if (this.filming) {
      void import('./camera.ts');
      return html`<lobi-badge-camera
        @lobi-badge-camera-take=${(event: CustomEvent<{ photo: Blob }>) => this.#bring(event.detail.photo)}
        @lobi-badge-camera-close=${() => (this.filming = false)}
      ></lobi-badge-camera>`;
    }
    return html`<fieldset class="choices">
      <legend class="label">${this.t('desk.photo')}</legend>
      <button class="btn" type="button" @click=${() => (this.filming = true)}>${icon(camera)}${this.t('desk.camera')}</button>
      <label class="btn">${icon(upload)}${this.t('desk.file')}<input class="say-only" type="file" accept="image/*" @change=${this.#file} /></label>
      ${this.photo === null ? nothing : html`<button class="btn plain" type="button" @click=${() => this.#setPhoto(null)}>${this.t('desk.noPhoto')}</button>`}
    </fieldset>`;
  }

  #set(values: Partial<BadgeForm['values']>): void {
    this.values = { ...this.values, ...values };
    this.#key = crypto.randomUUID();
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#show(), rest);
  }

  #setSize(size: Size): void {
    keepSize(size);
    this.#set({ size });
  }

  #setPhoto(photo: string | null): void {
    this.photo = photo;
    this.#set({});
  }

  #file(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    void photoOfFile(file).then(
      (photo) => this.#bring(photo),
      () => (this.said = this.t('desk.badFile')),
    );
  }

  async #bring(photo: Blob): Promise<void> {
    this.filming = false;
    const form = new FormData();
    form.append('file', photo, 'photo.jpg');
    try {
      this.#setPhoto((await this.connection.api.post<Row>('/api/documents', form)).id);
      await this.updateComplete;
      this.#ready();
    } catch (thrown) {
      this.said = refusalWords(this, thrown);
    }
  }

  /** What the server is told; what stands as the card has it is left to the server. */
  get #body(): Record<string, unknown> {
    const { name, company, host, kind, size } = this.values;
    const photo = this.photo === undefined ? {} : { photo: this.photo };
    const look = { host, kind, size, ...photo };
    if (this.found.entity === 'guest') return { ...look, guest: { name, company } };
    return {
      ...look,
      person: this.found.id,
      ...(name === this.found.name ? {} : { name }),
      ...(company === this.found.company ? {} : { company }),
    };
  }

  async #show(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const preview = await this.connection.api.post<Preview & Row>('/api/badges/preview', this.#body);
      if (turn !== this.#turn || !this.isConnected) return;
      if (this.preview) URL.revokeObjectURL(this.preview.url);
      const url = URL.createObjectURL(new Blob([preview.svg], { type: 'image/svg+xml' }));
      this.preview = { svg: preview.svg, number: preview.number, prints: preview.prints, url };
      this.said = '';
    } catch (thrown) {
      if (turn === this.#turn) this.said = refusalWords(this, thrown);
    }
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const { api } = this.connection;
    try {
      const badge = this.#reprints
        ? await api.post<Badge>(
            `/api/badges/${this.found.badge!.id}/prints`,
            { size: this.values.size },
            { key: this.#key },
          )
        : await api.post<Badge>('/api/badges', this.#body, { key: this.#key });
      this.emit('lobi-badge-print', badge);
    } catch (thrown) {
      this.said = refusalWords(this, thrown);
    } finally {
      this.busy = false;
    }
  }

  #leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.emit('lobi-badge-leave', {});
  }
}

define('lobi-badge-form', BadgeForm);
