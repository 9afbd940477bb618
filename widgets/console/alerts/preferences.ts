/** `<lobi-alert-preferences>`: by kind at the bell and in the digest, the digest's rhythm, the quiet hours. Kept as it is changed. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { fullMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { Page } from '../page.ts';
import { nameOfZone, zonesWith } from '../start/zones.ts';
import { complain } from '../toast.ts';
import { words } from './texts.ts';

interface Kind {
  kind: string;
  name: string;
  shown: boolean;
  mailed: boolean;
}

interface Preferences {
  kinds: Kind[];
  digest: 'never' | 'hourly' | 'daily' | 'weekly';
  time: string;
  weekday: number;
  quietFrom: string | null;
  quietUntil: string | null;
  zone: string;
  nextAt: string | null;
}

const digests = ['never', 'hourly', 'daily', 'weekly'] as const;

export class AlertPreferences extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, saved: { state: true } };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        height: auto;
      }
      table {
        width: 100%;
        margin-bottom: var(--lobi-space-6);
        border-collapse: collapse;
      }
      th {
        padding: 6px 0;
        font-size: var(--lobi-size-s);
        font-weight: 500;
        text-align: start;
        color: var(--lobi-text-2);
      }
      tbody th {
        font-size: inherit;
        font-weight: 400;
        color: inherit;
      }
      tr {
        border-bottom: 1px solid var(--lobi-border);
      }
      td,
      thead th + th {
        width: 96px;
        text-align: center;
      }
      tbody tr {
        height: 40px;
      }
      .asked {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
        gap: var(--lobi-space-3);
        margin: var(--lobi-space-3) 0;
      }
      h2 {
        margin-top: var(--lobi-space-4);
      }
      input[type='checkbox'] {
        accent-color: var(--lobi-accent);
      }
      .saved {
        position: absolute;
        inset-block-start: 14px;
        inset-inline-end: var(--lobi-space-4);
      }
      @media (max-width: 640px) {
        td,
        thead th + th {
          width: 64px;
        }
      }
      @media (pointer: coarse) {
        tbody tr {
          height: var(--lobi-touch);
        }
        td input {
          width: 20px;
          height: 20px;
        }
      }
    `,
  ];

  declare saved: boolean;

  readonly wishes = new Fetched<Preferences>(this, () => '/api/alerts/preferences');

  override render(): TemplateResult | typeof nothing {
    const { value, refusal } = this.wishes;
    if (!value) return refusal ? failing(refusal, () => this.wishes.refetch()) : nothing;
    return html`<p class="saved s three" role="status">${this.saved ? this.t('form.saved') : nothing}</p>
      ${this.#kinds(value)}
      <h2>${this.t('digest.title')}</h2>
      <p class="two">${this.t('digest.why')}</p>
      <div class="asked">
        ${this.#choice(
          'digest',
          value.digest,
          digests.map((key) => [key, this.t(`digest.${key}`)]),
        )}
        ${value.digest === 'weekly' ? this.#choice('weekday', String(value.weekday), this.#weekdays()) : nothing}
        ${value.digest === 'daily' || value.digest === 'weekly' ? this.#time('time', value.time) : nothing}
        ${value.digest === 'never' ? nothing : this.#zone(value.zone)}
      </div>
      ${value.digest === 'never' ? nothing : this.#quiet(value)}
      ${value.nextAt ? html`<p class="two s">${this.t('digest.next', { at: fullMoment(value.nextAt, { ...this.clock, zone: value.zone }) })}</p>` : nothing}`;
  }

  #kinds({ kinds }: Preferences): TemplateResult {
    const box = (kind: Kind, way: 'shown' | 'mailed') => html`<td>
      <input
        type="checkbox"
        aria-label=${this.t(`kinds.${way}Of`, { kind: kind.name })}
        .checked=${kind[way]}
        @change=${(event: Event) => this.#wish(kind, way, (event.target as HTMLInputElement).checked)}
      />
    </td>`;
    return html`<table>
      <thead>
        <tr><th scope="col">${this.t('kinds.title')}</th><th scope="col">${this.t('kinds.shown')}</th><th scope="col">${this.t('kinds.mailed')}</th></tr>
      </thead>
      <tbody>
        ${kinds.map((kind) => html`<tr><th scope="row">${kind.name}</th>${box(kind, 'shown')}${box(kind, 'mailed')}</tr>`)}
      </tbody>
    </table>`;
  }

  #quiet(value: Preferences): TemplateResult {
    const quiet = value.quietFrom !== null;
    const flip = () =>
      this.#save(quiet ? { quietFrom: null, quietUntil: null } : { quietFrom: '19:00', quietUntil: '07:30' });
    return html`<p><label class="check"><input type="checkbox" .checked=${quiet} @change=${flip} />${this.t('quiet.title')}</label></p>
      ${
        quiet
          ? html`<div class="asked">
              ${this.#time('quietFrom', value.quietFrom!)}${this.#time('quietUntil', value.quietUntil!)}
            </div>`
          : nothing
      }`;
  }

  #time(name: 'time' | 'quietFrom' | 'quietUntil', value: string): TemplateResult {
    const keep = (event: Event) => {
      const typed = (event.target as HTMLInputElement).value;
      if (typed) void this.#save({ [name]: typed });
    };
    return html`<div class="labelled">
      <label class="label" for="in-${name}">${this.t(`digest.at.${name}`)}</label>
      <input class="field" id="in-${name}" type="time" .value=${value} @change=${keep} />
    </div>`;
  }

  #zone(zone: string): TemplateResult {
    return this.#choice(
      'zone',
      zone,
      zonesWith(zone).map((name) => [name, nameOfZone(name)]),
    );
  }

  #choice(
    name: 'digest' | 'weekday' | 'zone',
    value: string,
    options: (readonly [string, string])[],
  ): TemplateResult {
    const pick = (event: Event) => {
      const picked = (event.target as HTMLSelectElement).value;
      void this.#save({ [name]: name === 'weekday' ? Number(picked) : picked });
    };
    return html`<div class="labelled">
      <label class="label" for="in-${name}">${this.t(`digest.at.${name}`)}</label>
      <select class="field" id="in-${name}" @change=${pick}>
        ${options.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
      </select>
    </div>`;
  }

  /** Monday first, in the reader's words. */
  #weekdays(): (readonly [string, string])[] {
    const format = new Intl.DateTimeFormat(this.language, { weekday: 'long', timeZone: 'UTC' });
    // 5 January 1970 was a Monday.
    return [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), format.format((day + 3) * 86_400_000)]);
  }

  #wish({ kind, shown, mailed }: Kind, way: 'shown' | 'mailed', wanted: boolean): Promise<void> {
    return this.#save({ kinds: { [kind]: { shown, mailed, [way]: wanted } } });
  }

  async #save(change: object): Promise<void> {
    try {
      await this.connection.api.patch('/api/alerts/preferences', null, change);
      this.saved = true;
    } catch (thrown) {
      complain(this, thrown);
    }
    await this.wishes.refetch();
  }
}

define('lobi-alert-preferences', AlertPreferences);
