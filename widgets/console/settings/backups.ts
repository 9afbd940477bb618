/** `<lobi-backups-room>`: taking, keeping, checking; and how to restore one, in words that can be typed. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import archive from 'lucide-static/icons/archive.svg?icon';
import copy from 'lucide-static/icons/copy.svg?icon';
import download from 'lucide-static/icons/download.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import { fullMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { sizeOf } from '../size.ts';
import { complain, toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';

interface Backup {
  name: string;
  bytes: number;
  takenAt: string;
}

interface Verdict {
  ok: boolean;
  says: string;
  rows: number;
}

export class BackupsRoom extends SettingsRoom {
  static override properties = {
    ...SettingsRoom.properties,
    taking: { state: true },
    verdicts: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) 96px auto;
      }
      .rows small.good {
        color: var(--lobi-success);
      }
      .rows small.bad {
        color: var(--lobi-danger);
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .rows .acts {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  declare taking: boolean;
  declare verdicts: Record<string, Verdict | 'reading'>;
  readonly shelf = new Fetched<{ items: Backup[]; kept: number }>(this, () => '/api/backups');

  constructor() {
    super();
    this.taking = false;
    this.verdicts = {};
  }

  override render() {
    const { value, refusal } = this.shelf;
    if (!value) return refusal ? failing(refusal, () => this.shelf.refetch()) : nothing;
    const take = html`<button class="btn first" ?disabled=${this.taking} @click=${() => this.#take()}>
      ${icon(plus)}${this.t(this.taking ? 'backups.taking' : 'backups.take')}
    </button>`;
    return html`<div class="column">
      ${this.head(this.t('settings.backups'), this.t('backups.kept', { count: value.kept }), take)}
      ${
        value.items.length === 0
          ? saying({ icon: archive, title: this.t('backups.none'), text: this.t('backups.noneWhy') })
          : html`<ul class="rows" aria-label=${this.t('settings.backups')}>
              ${value.items.map((backup) => this.#backup(backup))}
            </ul>`
      }
      ${this.#explain(value.items[0])}
    </div>`;
  }

  #backup({ name, bytes, takenAt }: Backup): TemplateResult {
    const verdict = this.verdicts[name];
    const kind = /^lobi-(hand|nightly|upgrade)-/.exec(name)?.[1] ?? 'hand';
    return html`<li>
      <span class="cut">
        <b>${fullMoment(takenAt, this.clock)}</b>
        <small>${this.t('backups.kind', { kind })}</small>
        <small class="server">${name}</small>
        ${this.#verdict(verdict)}
      </span>
      <span class="num two">${sizeOf(bytes, this.language)}</span>
      <span class="acts">
        <button class="btn soft small" ?disabled=${verdict === 'reading'} @click=${() => this.#verify(name)}>${this.t('backups.verify')}</button>
        <a class="btn soft small" href="/api/backups/${name}/content" download=${name}>${icon(download)}${this.t('backups.download')}</a>
      </span>
    </li>`;
  }

  #verdict(verdict: Verdict | 'reading' | undefined): TemplateResult | typeof nothing {
    if (!verdict) return nothing;
    if (verdict === 'reading') return html`<small role="status">${this.t('backups.reading')}</small>`;
    const says = verdict.ok
      ? this.t('backups.whole', { count: verdict.rows })
      : `${this.t('backups.damaged')} ${verdict.says}`;
    return html`<small class=${verdict.ok ? 'good' : 'bad'} role="status">${says}</small>`;
  }

  #explain(newest: Backup | undefined): TemplateResult {
    const name = newest?.name ?? 'lobi-nightly-….backup';
    const line = `lobi restore ${name}`;
    const checkout = `npm run lobi -- restore ${name}`;
    return html`<section class="explain">
      <h2>${this.t('backups.restore')}</h2>
      <p>${this.t('backups.restoreWhy')}</p>
      <div class="type">
        <code class="server grow">${line}</code>
        <button class="btn soft small" @click=${() => this.#copy(line)}>${icon(copy)}${this.t('backups.copy')}</button>
      </div>
      <p>${this.t('setup.restoreNpm')}</p>
      <div class="type">
        <code class="server grow">${checkout}</code>
        <button class="btn soft small" @click=${() => this.#copy(checkout)}>${icon(copy)}${this.t('backups.copy')}</button>
      </div>
      <p>${this.t('backups.restoreAfter')}</p>
    </section>`;
  }

  async #copy(line: string): Promise<void> {
    await navigator.clipboard.writeText(line);
    toast(this, this.t('backups.copied'));
  }

  async #take(): Promise<void> {
    this.taking = true;
    try {
      const { bytes } = await this.connection.api.post<Backup>('/api/backups');
      await this.shelf.refetch();
      toast(this, this.t('backups.taken', { size: sizeOf(bytes, this.language) }));
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.taking = false;
    }
  }

  async #verify(name: string): Promise<void> {
    this.verdicts = { ...this.verdicts, [name]: 'reading' };
    try {
      const verdict = await this.connection.api.post<Verdict>(`/api/backups/${name}/verify`);
      this.verdicts = { ...this.verdicts, [name]: verdict };
    } catch (thrown) {
      const { [name]: _gone, ...others } = this.verdicts;
      this.verdicts = others;
      complain(this, thrown);
    }
  }
}

define('lobi-backups-room', BackupsRoom);
