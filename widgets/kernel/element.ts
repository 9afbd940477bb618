/**
 * What every Lobi element is: it knows its server, its right, its language and its look, and says what happens to it.
 * Elements inside elements (a composer in a thread, a page in the console) take all four from the outer one.
 *
 *   export class TaskLine extends LobiElement {
 *     static override texts = words;                       // TextLoaders of the room
 *     static override properties = { task: {} };           // plain Lit, no decorators
 *     declare task: string;
 *     readonly row = new RecordWatch<Task>(this, () => this.task);
 *     override render() { return html`${this.t('title')} ${this.row.row?.title}`; }
 *   }
 *   define('lobi-task-line', TaskLine);
 *
 * Attributes: `server`, `token`, `lang`, `theme` ("auto" follows the page's color-scheme). Property: `tokenProvider`.
 * State attributes, for the host's style sheets: `loading`, `error` (the code). Method: `refresh()`.
 * For elements that stand alone in host pages, with their states and their foot, see box.ts.
 *
 * Strict CSP: never write a style="" attribute in a template, nor styleMap; set sizes by `element.style.…` in `updated`,
 * or by a custom property in an adopted sheet. The only Trusted Types policy used is `lit-html`.
 */
import type { CSSResultGroup, PropertyDeclarations, PropertyValues } from 'lit';
import { LitElement } from 'lit';
import type { Connection } from './connection.ts';
import { connect, serverOf } from './connection.ts';
import type { Clock } from './dates.ts';
import type { Lang, TextLoaders, Words } from './i18n.ts';
import { langOf, loadWords, say, wordsHere } from './i18n.ts';
import { words as kernelWords } from './texts.ts';
import { ground, tokens } from './theme.ts';
import type { Watch, Watcher } from './watch.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** The version of the elements, put in by the build. */
declare const LOBI_VERSION: string;
const version = typeof LOBI_VERSION === 'string' ? LOBI_VERSION : 'source';

export abstract class LobiElement extends LitElement implements Watcher {
  /** The words of the element's room; the kernel's own are always there. */
  static texts: TextLoaders | null = null;

  static override properties: PropertyDeclarations = {
    server: {},
    token: {},
    lang: {},
    theme: { reflect: true },
    tokenProvider: { attribute: false },
    loading: { type: Boolean, reflect: true },
    error: { reflect: true },
  };

  /** Where Lobi answers; where the script came from, when it is not said. */
  declare server: string | undefined;
  /** A widget token that the host's server asked for. */
  declare token: string | undefined;
  declare lang: string;
  declare theme: Theme;
  /** Gives a fresh widget token, again and again; asked when the last one ended. */
  declare tokenProvider: (() => Promise<string>) | undefined;
  /** Reading for the first time. Set by the element. */
  declare loading: boolean;
  /** The code of what went wrong, or null. Set by the element. */
  declare error: string | null;

  readonly watches = new Set<Watch>();
  #connection: Connection | null = null;
  #words: Words[] = [];
  #wordsOf: Lang | null = null;
  #reading: Promise<void> | null = null;

  static override finalizeStyles(styles?: CSSResultGroup) {
    return [tokens, ground, ...super.finalizeStyles(styles)];
  }

  /** The Lobi element around this one, whose connection, language and look it takes. */
  get outer(): LobiElement | null {
    for (let root = this.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
      if (root.host instanceof LobiElement) return root.host;
    }
    return null;
  }

  get connection(): Connection {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  /** The language on the screen: this element's, the page's, the browser's. */
  get language(): Lang {
    if (this.lang) return langOf(this.lang);
    const outer = this.outer;
    if (outer) return outer.language;
    return langOf(this.closest<HTMLElement>('[lang]')?.lang, ...navigator.languages);
  }

  /** Language and zone for dates.ts. */
  get clock(): Clock {
    return { lang: this.language };
  }

  /** The words of a key of the room's texts/<lang>.json, or of the kernel's. */
  t(key: string, values: Record<string, unknown> = {}): string {
    const message = this.#words.find((words) => key in words)?.[key];
    return message === undefined ? key : say(message, values, this.language);
  }

  /** Are the words here? Nothing can be drawn before; LobiElement does not draw before. */
  get worded(): boolean {
    return this.#words.length > 0;
  }

  /** Reads again what is shown. */
  async refresh(): Promise<void> {
    await Promise.all([...this.watches].map((watch) => watch.refetch()));
  }

  /** Tells the page, through every shadow root. False when the host took it over by preventDefault(). */
  emit(name: `lobi-${string}-${string}`, detail: Record<string, unknown> = {}): boolean {
    const frozen = Object.freeze({ ...detail });
    return this.dispatchEvent(
      new CustomEvent(name, { detail: frozen, bubbles: true, composed: true, cancelable: true }),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // An element that was moved may stand in another connection now.
    this.#connection = null;
    this.toggleAttribute('nested', this.outer !== null);
    this.#reading = this.#loadWords();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('server') || changed.has('tokenProvider')) this.#connection = null;
    if (changed.has('token')) this.#newToken(changed.get('token') as string | undefined);
    if (changed.has('lang')) void this.#loadWords();
  }

  // The first drawing waits for its words; changes until then are drawn together with it.
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.worded) await this.#reading;
    if (this.worded) await super.scheduleUpdate();
  }

  #connect(): Connection {
    const outer = this.outer;
    if (outer && !this.server && !this.token && !this.tokenProvider) return outer.connection;
    const server = (this.server ?? serverOf(import.meta.url)).replace(/\/+$/, '');
    const { token, tokenProvider } = this;
    const connection = connect({ server, token, tokenProvider, lang: this.language });
    connection.api.onTokenEnd = () => this.emit('lobi-token-expire');
    return connection;
  }

  // A page that renews by setting the attribute keeps what is on the screen: the connection stays, its right is new.
  #newToken(before: string | undefined): void {
    if (before && this.token && this.#connection) {
      this.#connection.api.token = this.token;
      this.#connection.live.renewed(this.token);
      void this.refresh();
    } else this.#connection = null;
  }

  async #loadWords(): Promise<void> {
    const lang = this.language;
    if (this.#wordsOf === lang) return;
    this.#wordsOf = lang;
    const own = (this.constructor as typeof LobiElement).texts;
    const rooms = own ? [own, kernelWords] : [kernelWords];
    const here = rooms.map((room) => wordsHere(room, lang));
    const words = here.includes(undefined)
      ? await Promise.all(rooms.map((room) => loadWords(room, lang))).catch(() => null)
      : (here as Words[]);
    if (this.#wordsOf !== lang) return;
    if (!words) return this.#wordsLater(lang);
    this.#words = words;
    this.requestUpdate();
  }

  // Without words nothing can be said: the host's style sheet sees it, and they are asked for again.
  async #wordsLater(lang: Lang): Promise<void> {
    this.setAttribute('error', 'words.unreached');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    if (!this.isConnected || this.#wordsOf !== lang) return;
    this.#wordsOf = null;
    await this.#loadWords();
  }
}

/** Registers an element once. A page that loads two versions keeps the first one and is told so. */
export function define(tag: string, element: CustomElementConstructor): void {
  const here = customElements.get(tag) as { version?: string } | undefined;
  if (!here) {
    Object.assign(element, { version });
    customElements.define(tag, element);
  } else if (here.version !== version) {
    console.warn(`<${tag}> is here in version ${here.version ?? 'unknown'}; ${version} stays unused.`);
  }
}
