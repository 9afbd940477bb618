/**
 * `<lobi-message>`: one mail, read. Who wrote to whom, whether the sender is proved, the words, the files, why it stands here,
 * and for mail that went out: how far it came, with the other server's words.
 *
 * Events: `lobi-message-answer` { id, mode: 'reply' | 'reply-all' | 'forward' }, `lobi-record-open` { entity, id }.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import dots from 'lucide-static/icons/ellipsis.svg?icon';
import original from 'lucide-static/icons/file-code.svg?icon';
import forward from 'lucide-static/icons/forward.svg?icon';
import reply from 'lucide-static/icons/reply.svg?icon';
import replyAll from 'lucide-static/icons/reply-all.svg?icon';
import alert from 'lucide-static/icons/shield-alert.svg?icon';
import shield from 'lucide-static/icons/shield-check.svg?icon';
import question from 'lucide-static/icons/shield-question-mark.svg?icon';
import { avatar } from '../controls/avatar.ts';
import type { Act } from '../controls/menu.ts';
import type { Piece } from '../kernel/box.ts';
import { fullMoment, shortMoment } from '../kernel/dates.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { refusalOf } from '../kernel/refusal.ts';
import type { Mode } from './compose/prepared.ts';
import type { MailFrame } from './mail-frame.ts';
import { messageStyles } from './message.style.ts';
import { messageText } from './message-text.ts';
import type { Attachment, Match, Message, Party, Verdict } from './messages.ts';
import { addressees, fullParty, momentOf, nameOfParty, writerOf } from './messages.ts';
import { picturesBar } from './pictures-bar.ts';
import { words } from './texts.ts';

const signs: Record<Verdict, [typeof shield, string]> = {
  verified: [shield, 'good'],
  unverified: [question, 'three'],
  failed: [alert, 'bad'],
};

class MessageView extends LobiElement {
  static override texts = words;
  static override styles = messageStyles;
  static override properties = {
    message: { attribute: false },
    last: { type: Boolean },
    blocked: { state: true },
    shown: { state: true },
    missed: { state: true },
    failed: { state: true },
  };

  declare message: Message;
  /** The newest one: answers are offered under it. */
  declare last: boolean;
  /** Names of pictures that stay away until they are asked for. */
  declare blocked: string[];
  /** They were asked for, and so many did not come. */
  declare shown: boolean;
  declare missed: number;
  declare failed: string | null;

  constructor() {
    super();
    this.blocked = [];
    this.shown = false;
    this.missed = 0;
    this.failed = null;
    this.addEventListener('lobi-frame-block', (event) => {
      const { pictures } = (event as CustomEvent<{ pictures: string[] }>).detail;
      const others = pictures.join('\n') !== this.blocked.join('\n');
      if (others) this.blocked = pictures;
      // A frame that was drawn anew has blocked them anew.
      if (pictures.length > 0 && (this.message.pictures?.always || (this.shown && !others)))
        void this.#showPictures();
      else if (others) {
        this.shown = false;
        this.missed = 0;
      }
    });
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    const { message } = this;
    if (message.html) void import('./mail-frame.ts');
    if (filesOf(message).length > 0) void import('./files.ts');
    if (message.direction === 'out') void import('./delivery.ts');
    void import('../controls/menu.ts');
  }

  override render() {
    const { message } = this;
    const files = filesOf(message);
    return html`<article aria-label=${this.t('message.from', { name: writerOf(message) })}>
      ${this.#header(message)}
      <div class="under">
        ${this.#trouble(message)}${this.#pictures()}
        ${this.#words(message)}
        ${files.length > 0 ? html`<lobi-mail-files .files=${files}></lobi-mail-files>` : nothing}
        ${message.direction === 'out' ? html`<lobi-delivery .message=${message}></lobi-delivery>` : nothing}
        ${this.#evidence(message)}
        ${this.failed ? html`<p class="s bad" role="alert">${this.failed}</p>` : nothing}
      </div>
    </article>`;
  }

  #header(message: Message): TemplateResult {
    const name = writerOf(message);
    const at = momentOf(message);
    const ours = message.direction === 'out';
    return html`<header>
      ${avatar({ name, ours, entity: message.from?.card?.entity ?? 'person' }, this.language)}
      <div class="who">
        <p class="names"><b>${name}</b>${this.#verdict(message)}</p>
        <p class="s two way" title=${addressees(message).map(fullParty).join('\n')}>${this.#way(message)}</p>
      </div>
      <time class="s three" datetime=${at} title=${at ? fullMoment(at, this.clock) : nothing}
        >${at ? shortMoment(at, this.clock) : nothing}</time
      >
      <button class="btn plain only reply" @click=${() => this.#answer('reply')}>
        ${icon(reply, this.t('answer.reply'))}
      </button>
      <lobi-menu
        label=${this.t('message.more')}
        .acts=${this.#acts(message)}
        @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.#act(event.detail.key)}
        >${icon(dots)}</lobi-menu
      >
    </header>`;
  }

  #verdict({ direction, verdict }: Message): Piece {
    if (direction === 'out' || !verdict || !signs[verdict]) return nothing;
    const [drawing, look] = signs[verdict];
    return html`<span class="sign ${look}" title=${this.t(`verdict.${verdict}Why`)}>
      ${icon(drawing)}<span>${this.t(`verdict.${verdict}`)}</span>
    </span>`;
  }

  // 's.isik@ozturkgida.example to Sales, copy to Hakan Öztürk'
  #way(message: Message): string {
    const list = new Intl.ListFormat(this.language, { type: 'conjunction' });
    const say = (parties: Party[] | undefined) => {
      const names = (parties ?? []).map(nameOfParty);
      const more = names.length - 3;
      return list.format(more > 0 ? [...names.slice(0, 3), this.t('message.more3', { count: more })] : names);
    };
    const cc = [...(message.cc ?? []), ...(message.bcc ?? [])];
    const from = message.from?.address ?? '';
    const to = say(message.to);
    if (!to) return from;
    return cc.length > 0
      ? this.t('message.wayCopy', { from, to, cc: say(cc) })
      : this.t('message.way', { from, to });
  }

  // What is no ordinary mail says so, and what it reports.
  #trouble(message: Message): Piece {
    const bounces = message.bounces ?? [];
    if (bounces.length > 0) {
      return html`<ul class="hint amber">
        ${bounces.map(
          ({ recipient, status, state }) =>
            html`<li>${this.t('message.bounce', { recipient, state: fateOf(message.kind, state) })} <span class="mono">${status}</span></li>`,
        )}
      </ul>`;
    }
    if (message.kind === 'mail' || !message.kind) return nothing;
    return html`<p class="hint">${this.t('message.kind', { kind: branch(message.kind) })}</p>`;
  }

  #pictures(): Piece {
    const { shown, missed, blocked, message } = this;
    return picturesBar(
      { t: (key, values) => this.t(key, values), message, shown, missed, blocked: blocked.length },
      (always) => (always === undefined ? this.#showPictures() : this.#remember(always)),
    );
  }

  #words(message: Message): TemplateResult {
    return html`<div class="read">
      ${
        message.html
          ? html`<lobi-mail-frame .source=${message.html} .plain=${message.text ?? ''} .subject=${message.subject} .pictureOf=${this.#picture}></lobi-mail-frame>`
          : messageText(message.text ?? '', this.t('frame.quoted'))
      }
    </div>`;
  }

  #evidence(message: Message): Piece {
    const cards = (message.matches ?? []).filter(({ card, role }) => card && role !== 'thread');
    const reasons = [
      ...(message.notes ?? []).map(({ says }) => says),
      ...cards.map((match) =>
        this.t('match.card', { by: wayOf(match), evidence: match.evidence, card: match.card!.label }),
      ),
    ].filter(Boolean);
    if (!message.registerNumber && reasons.length === 0) return nothing;
    return html`<footer class="s two">
      ${message.registerNumber ? html`<span class="num">${message.registerNumber}</span>` : nothing}
      ${
        reasons.length > 0
          ? html`<details><summary class="link">${this.t('message.why')}</summary>
              <ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></details>`
          : nothing
      }
    </footer>`;
  }

  #acts(message: Message): Act[] {
    const several = addressees(message).length > 1;
    return [
      { key: 'reply', label: this.t('answer.reply'), icon: reply },
      ...(several ? [{ key: 'reply-all', label: this.t('answer.reply-all'), icon: replyAll }] : []),
      { key: 'forward', label: this.t('answer.forward'), icon: forward },
      { key: 'original', label: this.t('message.original'), icon: original },
    ];
  }

  #act(key: string): void {
    if (key === 'original') void this.#saveOriginal();
    else this.#answer(key as Mode);
  }

  #answer(mode: Mode): void {
    this.emit('lobi-message-answer', { id: this.message.id, mode });
  }

  async #saveOriginal(): Promise<void> {
    this.failed = null;
    try {
      const { save } = await import('./files.ts');
      const bytes = await this.connection.api.blob(`/api/messages/${this.message.id}/raw`);
      save(bytes, `${(this.message.registerNumber ?? this.message.id).replace(/[^\w.-]+/g, '-')}.eml`);
    } catch (thrown) {
      this.failed = refusalOf(thrown).detail || this.t('message.originalFailed');
    }
  }

  // Pictures in the mail itself are attachments; the ones elsewhere are fetched by the server, never by the reader.
  #picture = async (src: string): Promise<Blob | null> => {
    const { api } = this.connection;
    if (!src.startsWith('cid:')) {
      return api.blob(`/api/messages/${this.message.id}/picture?url=${encodeURIComponent(src)}`);
    }
    const name = decodeURIComponent(src.slice(4)).replace(/^<|>$/g, '');
    const attached = this.message.attachments?.find(
      ({ contentId }) => contentId?.replace(/^<|>$/g, '') === name,
    );
    return attached ? api.blob(`/api/documents/${attached.id}/content`) : null;
  };

  async #showPictures(): Promise<void> {
    const names = this.blocked;
    this.shown = true;
    const frame = this.renderRoot.querySelector<MailFrame>('lobi-mail-frame');
    this.missed = (await frame?.showPictures(names)) ?? 0;
  }

  // For this reader and this sender, until taken back.
  async #remember(always: boolean): Promise<void> {
    const { id, pictures } = this.message;
    const path = `/api/messages/${id}/pictures/always`;
    try {
      await (always ? this.connection.api.put(path, {}) : this.connection.api.delete(path));
      if (pictures) this.message = { ...this.message, pictures: { ...pictures, always } };
      if (always) await this.#showPictures();
    } catch (thrown) {
      this.failed = refusalOf(thrown).detail;
    }
  }
}

/** Attachments that are not pictures of the text. */
function filesOf({ attachments }: Message): Attachment[] {
  return (attachments ?? []).filter(({ inline }) => !inline);
}

// By whom or what it came to stand on a card. A person whom the reader may not see is somebody.
function wayOf({ by, role, evidence }: Match): string {
  if (by === 'person' && !evidence) return role === 'linked' ? 'writer' : 'somebody';
  return branch(by);
}

// A complaint and a late mail have arrived, or will.
function fateOf(kind: string | null | undefined, state: string): string {
  return kind === 'feedback' ? 'complained' : kind === 'delay' ? 'late' : branch(state);
}

// Branches of a text are one word: 'address-dead' is `addressdead` there.
function branch(word: string): string {
  return word.replaceAll('-', '');
}

define('lobi-message', MessageView);
