/** Attachments of a mail: their name, kind and size; pictures are shown small; a click saves or opens them with the reader's right. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import file from 'lucide-static/icons/file.svg?icon';
import archive from 'lucide-static/icons/file-archive.svg?icon';
import sheet from 'lucide-static/icons/file-spreadsheet.svg?icon';
import text from 'lucide-static/icons/file-text.svg?icon';
import image from 'lucide-static/icons/image.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { refusalOf } from '../kernel/refusal.ts';
import type { Attachment } from './messages.ts';
import { sizeOf } from './messages.ts';
import { words } from './texts.ts';

/** Pictures up to this many bytes are fetched to be shown small. */
const smallPicture = 4_000_000;
const shown = /^image\/(png|jpe?g|gif|webp|avif)$/;

export class MailFiles extends LobiElement {
  static override texts = words;
  static override properties = {
    files: { attribute: false },
    pictures: { state: true },
    failed: { state: true },
  };
  static override styles = [
    buttons,
    css`
      :host {
        container: lobi-box / inline-size;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lobi-space-2);
      }
      li {
        flex: 1 1 128px;
        min-width: 0;
        max-width: 176px;
      }
      .file {
        display: block;
        width: 100%;
        border: 1px solid var(--lobi-border);
        border-radius: var(--lobi-radius);
        overflow: hidden;
      }
      .file:hover {
        border-color: var(--lobi-border-strong);
      }
      .thumb {
        display: grid;
        place-items: center;
        width: 100%;
        height: 60px;
        border-bottom: 1px solid var(--lobi-border);
        background: var(--lobi-surface-2);
        color: var(--lobi-text-2);
        object-fit: cover;
      }
      .thumb .icon {
        width: 22px;
        height: 22px;
        stroke-width: 1.5;
      }
      .about {
        display: block;
        padding: 5px var(--lobi-space-2) 6px;
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      .about span {
        display: block;
      }
      @container lobi-box (max-width: 399px) {
        li {
          flex: none;
          max-width: 100%;
        }
        .file {
          display: inline-flex;
          align-items: center;
          gap: 6px;
          max-width: 100%;
          padding: 4px 8px;
        }
        .thumb {
          width: auto;
          height: auto;
          border: 0;
          background: none;
        }
        img.thumb {
          width: 24px;
          height: 24px;
          border-radius: 4px;
        }
        .thumb .icon {
          width: 16px;
          height: 16px;
          stroke-width: 2;
        }
        .about {
          display: flex;
          gap: 6px;
          padding: 0;
          min-width: 0;
        }
        .kind {
          white-space: nowrap;
        }
      }
      @media (pointer: coarse) {
        .file {
          min-height: var(--lobi-touch);
        }
      }
    `,
  ];

  declare files: Attachment[];
  declare pictures: Map<string, string>;
  declare failed: string | null;

  constructor() {
    super();
    this.files = [];
    this.pictures = new Map();
    this.failed = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const address of this.pictures.values()) URL.revokeObjectURL(address);
    this.pictures = new Map();
  }

  override render() {
    return html`<ul aria-label=${this.t('files.label')}>
        ${this.files.map((each) => this.#file(each))}
      </ul>
      ${this.failed ? html`<p class="s bad" role="alert">${this.failed}</p>` : nothing}`;
  }

  protected override updated(): void {
    for (const { id, type, size } of this.files) {
      if (shown.test(type) && size <= smallPicture && !this.pictures.has(id)) void this.#fetchPicture(id);
    }
  }

  #file(each: Attachment): TemplateResult {
    const picture = this.pictures.get(each.id);
    const size = sizeOf(each.size, this.language);
    const kind = kindOf(each);
    return html`<li>
      <button class="file" title=${each.name} @click=${() => this.#open(each)}>
        ${picture ? html`<img class="thumb" src=${picture} alt="" />` : html`<span class="thumb">${icon(drawingOf(each))}</span>`}
        <span class="about"><span class="cut">${each.name}</span><span class="three kind">${kind} · ${size}</span></span>
      </button>
    </li>`;
  }

  async #fetchPicture(id: string): Promise<void> {
    // Marked at once, so that a second drawing does not fetch it again.
    this.pictures.set(id, '');
    const bytes = await this.connection.api.blob(`/api/documents/${id}/content`).catch(() => null);
    if (!bytes || !this.isConnected) return;
    this.pictures = new Map(this.pictures).set(id, URL.createObjectURL(bytes));
  }

  // The token goes in a header, so a plain link would be refused: the bytes are fetched and handed to the browser.
  async #open(each: Attachment): Promise<void> {
    if (!this.emit('lobi-attachment-open', { id: each.id, name: each.name })) return;
    this.failed = null;
    try {
      const bytes = await this.connection.api.blob(`/api/documents/${each.id}/content`);
      save(bytes, each.name);
    } catch (thrown) {
      this.failed = refusalOf(thrown).detail || this.t('files.failed', { name: each.name });
    }
  }
}

/** Hands bytes to the browser as a file of that name. */
export function save(bytes: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function drawingOf({ type, name }: Attachment): typeof file {
  if (type.startsWith('image/')) return image;
  if (/sheet|excel|csv/.test(type) || /\.(xlsx?|ods|csv)$/i.test(name)) return sheet;
  if (/zip|compressed|tar/.test(type)) return archive;
  if (/pdf|text|word|document/.test(type)) return text;
  return file;
}

/** 'PDF', 'XLSX': the end of the name says it shortest. */
function kindOf({ name, type }: Attachment): string {
  const end = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return (end ?? type.split('/').at(-1) ?? '').toUpperCase();
}

define('lobi-mail-files', MailFiles);
