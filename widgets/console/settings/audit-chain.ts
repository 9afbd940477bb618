/** `<lobi-audit-chain>`: whether nobody rewrote what stands in the audit; the head that left the house, and one to compare with. */

import type { PropertyDeclarations, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import link from 'lucide-static/icons/link.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { fullMoment } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { Fetched } from '../fetched.ts';
import type { Route } from '../route.ts';
import { complain, toast } from '../toast.ts';
import { accessWords } from './texts.ts';

interface Head {
  seq: number;
  hash: string;
  sent: { at: string; seq: number; hash: string; sentTo: string; ok: boolean } | null;
}

interface Report {
  ok: boolean;
  count: number;
  waiting: number;
  firstBroken?: { seq: number; says: string };
  kept?: { seq: number; hash: string; stands: boolean };
}

export class AuditChain extends LobiElement {
  static override texts = accessWords;
  static override properties: PropertyDeclarations = {
    route: { attribute: false },
    report: { state: true },
    busy: { state: true },
  };
  static override styles = [
    buttons,
    fieldStyles,
    css`
      section {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: 2px var(--lobi-space-3);
        margin-bottom: var(--lobi-space-4);
        padding: 12px 16px;
        border: 1px solid var(--lobi-border);
        border-radius: var(--lobi-radius);
      }
      section.bad {
        border-color: var(--lobi-danger);
      }
      section > .icon {
        margin-top: 2px;
        color: var(--lobi-text-2);
      }
      .good > .icon {
        color: var(--lobi-success);
      }
      .bad > .icon {
        color: var(--lobi-danger);
      }
      code {
        overflow-wrap: anywhere;
        font-size: var(--lobi-size-s);
      }
      small {
        display: block;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lobi-space-1);
        align-items: start;
      }
      details {
        grid-column: 2 / -1;
      }
      summary {
        cursor: pointer;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      form {
        display: grid;
        grid-template-columns: 120px minmax(0, 1fr) auto;
        gap: var(--lobi-space-2);
        align-items: end;
        margin-top: var(--lobi-space-2);
      }
      @media (max-width: 640px) {
        section {
          grid-template-columns: 20px minmax(0, 1fr);
        }
        .acts {
          grid-column: 2;
        }
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare route: Route;
  declare report: Report | null;
  declare busy: boolean;
  readonly head = new Fetched<Head>(this, () => '/api/audit/head');

  constructor() {
    super();
    this.report = null;
    this.busy = false;
  }

  override render() {
    const { value } = this.head;
    if (!value) return nothing;
    const { report, busy } = this;
    const bad = report !== null && (!report.ok || report.kept?.stands === false);
    const { query } = this.route;
    const check = (event: SubmitEvent) => {
      event.preventDefault();
      const typed = new FormData(event.currentTarget as HTMLFormElement);
      void this.#verify(String(typed.get('seq')), String(typed.get('hash')));
    };
    return html`<section class=${bad ? 'bad' : report ? 'good' : ''}>
      ${icon(bad ? alert : link)}
      <div role="status">${this.#says(value)}</div>
      <span class="acts">
        <button class="btn soft small" ?disabled=${busy} @click=${() => this.#verify()}>${this.t('audit.verify')}</button>
        <button class="btn plain small" ?disabled=${busy} @click=${() => this.#send()}>${this.t('audit.sendHead')}</button>
      </span>
      <details ?open=${query.has('hash')}>
        <summary>${this.t('audit.compare')}</summary>
        <form @submit=${check}>
          <label class="labelled"><span class="label">${this.t('audit.seq')}</span><input class="field" name="seq" inputmode="numeric" required .value=${query.get('seq') ?? ''} /></label>
          <label class="labelled"><span class="label">${this.t('audit.hash')}</span><input class="field" name="hash" required .value=${query.get('hash') ?? ''} /></label>
          <button class="btn" ?disabled=${busy}>${this.t('audit.compareDo')}</button>
        </form>
      </details>
    </section>`;
  }

  #says({ seq, hash, sent }: Head): TemplateResult {
    const { report } = this;
    const sentSays = sent
      ? this.t('audit.sent', { when: fullMoment(sent.at, this.clock), to: sent.sentTo, seq: sent.seq })
      : this.t('audit.neverSent');
    if (this.busy) return html`<b>${this.t('audit.verifying')}</b>`;
    if (report && !report.ok)
      return html`<b>${this.t('audit.broken', { seq: report.firstBroken?.seq ?? 0 })}</b><small>${report.firstBroken?.says ?? ''}</small><small>${this.t('audit.brokenDo')}</small>`;
    if (report?.kept && !report.kept.stands)
      return html`<b>${this.t('audit.rewritten', { seq: report.kept.seq })}</b><small>${this.t('audit.brokenDo')}</small>`;
    const well = report
      ? this.t(report.kept ? 'audit.stands' : 'audit.whole', {
          count: report.count,
          seq: report.kept?.seq ?? 0,
        })
      : this.t('audit.chain', { count: seq });
    return html`<b>${well}</b><small><code>${seq} · ${hash}</code></small><small>${sentSays}</small>`;
  }

  async #verify(seq?: string, hash?: string): Promise<void> {
    await this.#run(async () => {
      const params = seq && hash ? { seq: seq.trim(), hash: hash.trim() } : {};
      this.report = await this.connection.api.get<Report>('/api/audit/verify', params);
    });
  }

  async #send(): Promise<void> {
    await this.#run(async () => {
      const { sentTo } = await this.connection.api.post<{ sentTo: string }>('/api/audit/head/sending');
      toast(this, this.t('audit.headSent', { to: sentTo }));
    });
    await this.head.refetch();
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-audit-chain', AuditChain);
