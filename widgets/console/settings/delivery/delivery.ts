/**
 * `<lobi-delivery-room>`: for each mail domain what DNS says and what it should say, with the record to type and where; the keys
 * mail is signed with. Without name servers the records are there all the same.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import copy from 'lucide-static/icons/copy.svg?icon';
import info from 'lucide-static/icons/info.svg?icon';
import again from 'lucide-static/icons/refresh-cw.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { define } from '../../../kernel/element.ts';
import { icon } from '../../../kernel/icons.ts';
import { failing } from '../../failing.ts';
import { Fetched } from '../../fetched.ts';
import { complain, toast } from '../../toast.ts';
import { SettingsRoom } from '../room.ts';
import { deliveryWords } from './texts.ts';

interface DnsRecord {
  type: string;
  name: string;
  value: string;
}

interface Finding {
  what: 'mx' | 'spf' | 'dkim' | 'dmarc' | 'ptr';
  state: 'ok' | 'bad' | 'note' | 'unknown';
  code: string;
  found: string[];
  records: DnsRecord[];
}

interface Key {
  id: string;
  selector: string;
  algorithm: 'rsa' | 'ed25519';
  usedSince: string | null;
}

interface Domain {
  domain: string;
  findings: Finding[];
  keys: Key[];
}

interface Doctor {
  host: string;
  relay: string | null;
  /** The host has a full name, which others can reach. */
  named: boolean;
  servers: string[];
  domains: Domain[];
}

/** Stands where only the reader knows the value. */
const unknown = '…';
const signs = { ok: check, bad: alert, note: info, unknown: info };

export class DeliveryRoom extends SettingsRoom {
  static override texts = deliveryWords;
  static override properties = { ...SettingsRoom.properties, making: { state: true } };
  static override styles = [
    SettingsRoom.styles,
    css`
      .hint {
        margin-bottom: var(--lobi-space-4);
      }
      .keys code {
        white-space: nowrap;
      }
      section + section {
        margin-top: var(--lobi-space-6);
      }
      .rows > li {
        grid-template-columns: 20px minmax(72px, 96px) minmax(0, 1fr);
        align-items: start;
        padding: 12px 0;
      }
      .name {
        font-weight: 600;
      }
      .round.note {
        background: var(--lobi-surface-2);
        color: var(--lobi-text-2);
      }
      .found {
        display: block;
        color: var(--lobi-text-2);
        overflow-wrap: anywhere;
      }
      .type {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: start;
      }
      .type code {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lobi-space-2) var(--lobi-space-4);
        margin-top: var(--lobi-space-2);
      }
      .keys span {
        display: inline-flex;
        align-items: center;
        gap: var(--lobi-space-2);
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: 20px minmax(0, 1fr);
        }
        .rows > li > :nth-child(n + 3) {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  declare making: boolean;
  readonly doctor = new Fetched<Doctor>(this, () => '/api/mail-doctor');

  constructor() {
    super();
    this.making = false;
  }

  override render() {
    const { value, refusal, busy } = this.doctor;
    if (!value) return refusal ? failing(refusal, () => this.doctor.refetch()) : nothing;
    const silent = value.domains.some(({ findings }) => findings.some(({ state }) => state === 'unknown'));
    const way = this.t(value.relay ? 'delivery.byRelay' : 'delivery.direct', {
      host: value.host,
      relay: value.relay ?? '',
    });
    return html`<div class="column">
      ${this.head(
        this.t('settings.delivery'),
        way,
        html`<button class="btn" ?disabled=${busy} @click=${() => this.doctor.refetch()}>
          ${icon(again)}${this.t('system.checkNow')}
        </button>`,
      )}
      ${value.named ? nothing : html`<p class="hint amber" role="status">${this.t('delivery.unnamed', { host: value.host })} <a class="link" href="/settings/general">${this.t('settings.general')}</a></p>`}
      ${value.domains.length === 0 ? html`<p class="hint" role="status">${this.t('delivery.noDomain')}</p>` : nothing}
      ${silent ? html`<p class="hint" role="status">${this.t('delivery.silent')}</p>` : nothing}
      ${value.domains.map((domain) => this.#domain(domain))}
    </div>`;
  }

  #domain(domain: Domain): TemplateResult {
    return html`<section>
      <h2>${domain.domain}</h2>
      <ul class="rows">
        ${domain.findings.map((finding) => this.#finding(finding, domain))}
      </ul>
    </section>`;
  }

  #finding(finding: Finding, domain: Domain): TemplateResult {
    const { what, state, code, found, records } = finding;
    const tone = state === 'bad' ? 'bad' : state === 'ok' ? '' : 'note';
    return html`<li>
      <span class="round ${tone}">${icon(signs[state], this.t(`delivery.state.${state}`))}</span>
      <span class="name">${what.toUpperCase()}</span>
      <div>
        ${this.t(`delivery.${code}`)}
        ${found.map((each) => html`<small class="found mono">${each}</small>`)}
        ${records.map((record) => this.#record(record))} ${what === 'dkim' ? this.#keys(domain) : nothing}
      </div>
    </li>`;
  }

  #record({ type, name, value }: DnsRecord): TemplateResult {
    return html`<div class="type">
      <code class="server"><b>${type}</b> ${name}<br />${value}</code>
      ${
        value === unknown
          ? nothing
          : html`<button
              class="btn soft small"
              aria-label=${this.t('delivery.copyOf', { type, name })}
              @click=${() => this.#copy(value)}
            >
              ${icon(copy)}${this.t('backups.copy')}
            </button>`
      }
    </div>`;
  }

  #keys({ domain, keys }: Domain): TemplateResult {
    return html`<div class="keys">
      ${keys.map(
        (key) => html`<span>
          <code class="mono">${key.selector}</code>
          <small>${this.t('delivery.key', { algorithm: key.algorithm, used: key.usedSince ? 'yes' : 'no' })}</small>
          ${
            key.usedSince
              ? nothing
              : html`<button class="btn soft small" @click=${() => this.#use(key)}>${this.t('delivery.use')}</button>`
          }
          <button class="btn plain small" @click=${() => this.#drop(key)}>${this.t('delivery.drop')}</button>
        </span>`,
      )}
      ${
        keys.length === 0
          ? html`<button class="btn first small" ?disabled=${this.making} @click=${() => this.#make(domain)}>
              ${this.t('delivery.make')}
            </button>`
          : nothing
      }
    </div>`;
  }

  async #copy(value: string): Promise<void> {
    await navigator.clipboard.writeText(value);
    toast(this, this.t('backups.copied'));
  }

  async #make(domain: string): Promise<void> {
    this.making = true;
    await this.#do(() => this.connection.api.post('/api/mail-doctor/keys', { domain }));
    this.making = false;
  }

  async #use({ id }: Key): Promise<void> {
    await this.#do(() => this.connection.api.put(`/api/mail-doctor/keys/${id}/use`, {}));
  }

  async #drop({ id }: Key): Promise<void> {
    await this.#do(() => this.connection.api.delete(`/api/mail-doctor/keys/${id}`));
  }

  async #do(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      await this.doctor.refetch();
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-delivery-room', DeliveryRoom);
