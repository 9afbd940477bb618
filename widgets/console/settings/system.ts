/** `<lobi-system-room>`: every well thing one quiet line; the one unwell thing a sentence that says what to do. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import again from 'lucide-static/icons/refresh-cw.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { timeOf } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { failing } from '../failing.ts';
import { complain, toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';

export interface HealthCheck {
  name: string;
  ok: boolean;
  facts: Record<string, string | number>;
  /** English; shown where the console has no words of its own for the check. */
  says: string;
  does: string | null;
}

export interface System {
  version: string;
  engine: string;
  ok: boolean;
  checks: HealthCheck[];
  sendingHeld: string | null;
}

interface Verified {
  what: string;
  ok: boolean;
  says: string;
}

export class SystemRoom extends SettingsRoom {
  static override properties = {
    ...SettingsRoom.properties,
    system: { attribute: false },
    refusal: { attribute: false },
    at: { attribute: false },
    busy: { type: Boolean },
    verified: { state: true },
    verifying: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .checks > li {
        grid-template-columns: 20px minmax(120px, 176px) minmax(0, 1fr) auto;
      }
      .checks .name {
        font-weight: 600;
      }
      @media (max-width: 640px) {
        .checks > li {
          grid-template-columns: 20px minmax(0, 1fr);
        }
        .checks > li > :nth-child(n + 3) {
          grid-column: 2;
        }
      }
    `,
  ];

  declare system: System | null;
  declare refusal: Refusal | null;
  declare at: number;
  declare busy: boolean;
  declare verified: Verified[] | null;
  declare verifying: boolean;

  constructor() {
    super();
    this.verified = null;
    this.verifying = false;
  }

  override render() {
    const { system: value, refusal, busy } = this;
    if (!value) return refusal ? failing(refusal, () => this.#look()) : nothing;
    const unwell = value.checks.filter(({ ok }) => !ok);
    const says = this.t(unwell.length ? 'system.butFor' : 'system.well', {
      count: unwell.length,
      time: timeOf(this.at, this.clock),
    });
    return html`<div class="column">
      ${this.head(
        this.t('settings.system'),
        says,
        html`<button class="btn" ?disabled=${busy} @click=${() => this.#look()}>${icon(again)}${this.t('system.checkNow')}</button>`,
      )}
      ${unwell[0] ? this.#todo(unwell[0], value) : nothing}
      <ul class="rows checks">
        ${value.checks.map((each) => this.#check(each))} ${this.#evidence()}
        <li>
          <span class="round">${icon(check, this.t('system.wellSign'))}</span><span class="name">${this.t('system.version')}</span>
          <span>${value.version}<small>${this.t(`system.engine.${value.engine === 'sqlite' ? 'sqlite' : 'postgres'}`)}</small></span>
        </li>
      </ul>
    </div>`;
  }

  #todo(unwell: HealthCheck, { sendingHeld }: System): TemplateResult {
    const release = unwell.name === 'sending' && sendingHeld !== null;
    return html`<section class="todo" role="status">
      ${icon(alert)}
      <div>
        <h3>${this.#says(unwell)}</h3>
        <p>${this.#does(unwell)}</p>
      </div>
      ${
        release
          ? html`<button class="btn first" @click=${() => this.#release()}>${this.t('system.release')}</button>`
          : html`<button class="btn" @click=${() => this.#look()}>${this.t('system.didIt')}</button>`
      }
    </section>`;
  }

  #check(each: HealthCheck): TemplateResult {
    const named = this.#worded(`system.${each.name}`);
    return html`<li>
      <span class="round ${each.ok ? '' : 'bad'}"
        >${each.ok ? icon(check, this.t('system.wellSign')) : icon(alert, this.t('system.unwellSign'))}</span
      ><span class="name">${named ?? each.name}</span>
      <span>${this.#says(each)}${each.ok ? nothing : html`<small>${this.#does(each)}</small>`}</span>
    </li>`;
  }

  #evidence(): TemplateResult {
    const failed = this.verified?.find(({ ok }) => !ok);
    const well = this.verified !== null && !failed;
    const says = this.verifying
      ? this.t('system.verifying')
      : failed
        ? failed.says
        : this.t(well ? 'system.verified' : 'system.verifyWhy');
    return html`<li>
      <span class="round ${failed ? 'bad' : ''}">${failed ? icon(alert, this.t('system.unwellSign')) : icon(check)}</span>
      <span class="name">${this.t('system.bytes')}</span><span role="status">${says}</span>
      <span class="acts"
        ><button class="btn soft small" ?disabled=${this.verifying} @click=${() => this.#verify()}>${this.t('system.verify')}</button></span
      >
    </li>`;
  }

  #says(each: HealthCheck): string {
    const held =
      each.name === 'sending' && each.facts.reason
        ? this.#worded(`system.sending.held.${each.facts.reason}`)
        : null;
    return held ?? this.#worded(`system.${each.name}.${each.ok ? 'ok' : 'bad'}`, each.facts) ?? each.says;
  }

  #does(each: HealthCheck): string {
    const held =
      each.name === 'sending' && each.facts.reason ? 'system.sending.heldDo' : `system.${each.name}.do`;
    return this.#worded(held, each.facts) ?? each.does ?? '';
  }

  // A check of a room that this console has no words for speaks for itself.
  #worded(key: string, facts: Record<string, unknown> = {}): string | null {
    const text = this.t(key, facts);
    return text === key ? null : text;
  }

  #look(): void {
    this.emit('lobi-system-check');
  }

  async #release(): Promise<void> {
    const { api } = this.connection;
    const held = this.system?.sendingHeld ?? 'setup';
    try {
      await api.post('/api/system/sending', { reason: null });
      this.#look();
      const undo = async () => {
        await api.post('/api/system/sending', { reason: held });
        this.#look();
      };
      toast(this, this.t('system.released'), { undo });
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  async #verify(): Promise<void> {
    this.verifying = true;
    try {
      this.verified = (await this.connection.api.post<{ items: Verified[] }>('/api/system/verify')).items;
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.verifying = false;
    }
  }
}

define('lobi-system-room', SystemRoom);
