/** `<lobi-hand-overs-room>`: what a colleague holds goes to a successor, for good or until a day; and back. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import swap from 'lucide-static/icons/arrow-right-left.svg?icon';
import back from 'lucide-static/icons/undo-2.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { dayOf, fullMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Page, Ref, Row } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { Answers, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { go } from '../route.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { complain, toast } from '../toast.ts';
import { SettingsRoom } from './room.ts';
import { accessWords } from './texts.ts';

interface Holding {
  portfolio: string;
  says: string;
  count: number;
  keeps: number;
}

type Named = Ref & { label: string };

interface HandOver extends Row {
  from: Named | null;
  to: Named | null;
  askedBy: Named | null;
  until: string | null;
  closes: boolean;
  reason: string;
  state: 'moving' | 'standing' | 'returning' | 'returned';
  createdAt: string;
  moved: Record<string, { count: number; back: number }>;
}

const again = 1000;

export class HandOversRoom extends SettingsRoom {
  static override texts = accessWords;
  static override properties = {
    ...SettingsRoom.properties,
    from: { state: true },
    to: { state: true },
    way: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1.2fr) minmax(0, 1.4fr) auto;
        align-items: start;
        padding: 12px 0;
      }
      .holds {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px var(--lobi-space-4);
        padding: var(--lobi-space-2) 0;
        border-block: 1px solid var(--lobi-border);
      }
      .holds dd {
        margin: 0;
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare from: Choice[];
  declare to: Choice[];
  declare way: 'good' | 'time';
  readonly answers = new Answers(this);
  readonly list = new ListWatch<HandOver>(this, () => ({ path: '/api/hand-overs' }));
  readonly holdings = new Fetched<{ items: Holding[] }>(this, () =>
    this.from[0] ? `/api/users/${this.from[0].key}/portfolio` : null,
  );

  constructor() {
    super();
    this.from = [];
    this.to = [];
    this.way = 'good';
  }

  protected override firstUpdated(): void {
    const asked = this.route.query.get('user');
    if (!asked) return;
    this.connection.api.get<User>(`/api/users/${asked}`).then(
      (user) => (this.from = [choiceOf(user)]),
      () => {},
    );
  }

  protected override updated(): void {
    // While things move, the page follows.
    if (this.list.items.some(({ state }) => state === 'moving' || state === 'returning'))
      setTimeout(() => void this.list.refetch(), again);
  }

  override render() {
    const { list } = this;
    if (!list.here) return list.refusal ? failing(list.refusal, () => list.refetch()) : nothing;
    return html`<div class="column">
      ${this.head(this.t('settings.hand-overs'), this.t('handOver.lead'))} ${this.#form()}
      ${
        list.items.length === 0
          ? saying({ icon: swap, title: this.t('handOver.none'), text: this.t('handOver.noneWhy') })
          : html`<ul class="rows">
              ${list.items.map((each) => this.#row(each))}
            </ul>`
      }
      ${list.hasMore ? html`<p><button class="btn soft" @click=${() => list.more()}>${this.t('list.more')}</button></p>` : nothing}
    </div>`;
  }

  #form(): TemplateResult {
    const { answers } = this;
    const said = answers.said(['until', 'reason']);
    const [from, to] = [this.from[0], this.to[0]];
    const pick = (side: 'from' | 'to') => (event: CustomEvent<{ value: Choice[] }>) => {
      this[side] = event.detail.value.slice(-1);
    };
    const way = (key: 'good' | 'time') =>
      html`<label class="check"
        ><input type="radio" name="way" .checked=${this.way === key} @change=${() => (this.way = key)} />${this.t(`handOver.${key}`)}</label
      >`;
    return html`<form class="sheet form" @submit=${answers.submit(() => this.#start())}>
      ${said ? html`<p class="fault" role="alert">${said}</p>` : nothing}
      <div class="two-up">
        ${this.#who('handOver.from', this.from, pick('from'))} ${this.#who('handOver.to', this.to, pick('to'))}
      </div>
      ${from ? this.#holds() : nothing}
      <div class="line">${way('good')} ${way('time')}</div>
      ${
        this.way === 'time'
          ? question(answers, {
              name: 'until',
              label: this.t('handOver.until'),
              type: 'date',
              required: true,
              hint: this.t('handOver.untilWhy'),
            })
          : html`<label class="check"
              ><input type="checkbox" name="closes" />${this.t('handOver.closes')}</label
            >`
      }
      ${question(answers, { name: 'reason', label: this.t('handOver.reason') })}
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy || !from || !to}>${icon(swap)}${this.t('handOver.start')}</button>
      </div>
    </form>`;
  }

  #who(
    label: string,
    value: Choice[],
    chosen: (event: CustomEvent<{ value: Choice[] }>) => void,
  ): TemplateResult {
    return html`<div class="labelled">
      <span class="label">${this.t(label)}</span>
      <lobi-picker label=${this.t(label)} many .value=${value} .search=${this.#find} @lobi-picker-change=${chosen}></lobi-picker>
    </div>`;
  }

  #holds(): TemplateResult | typeof nothing {
    const { value } = this.holdings;
    if (!value) return nothing;
    return html`<dl class="holds" aria-label=${this.t('handOver.holds')}>
      ${value.items.map(({ portfolio, says, count }) => html`<dt class=${count ? '' : 'three'}>${this.#portfolio(portfolio, says)}</dt><dd class=${count ? '' : 'three'}>${count}</dd>`)}
    </dl>`;
  }

  #portfolio(name: string, says: string): string {
    const key = `portfolio.${name}`;
    const text = this.t(key);
    return text === key ? says : text;
  }

  #row(each: HandOver): TemplateResult {
    const until = each.until
      ? this.t('handOver.untilDay', { day: dayOf(`${each.until}T12:00:00Z`, { ...this.clock, zone: 'UTC' }) })
      : this.t('handOver.forGood');
    const moved = Object.entries(each.moved).map(([name, { count, back: came }]) => {
      const text = `${this.#portfolio(name, name)}: ${count}`;
      return came > 0 ? `${text} (${this.t('handOver.cameBack', { count: came })})` : text;
    });
    return html`<li>
      <span
        ><b>${each.from?.label ?? '–'} → ${each.to?.label ?? '–'}</b
        ><small>${until}${each.reason ? ` · ${each.reason}` : ''}</small
        ><small>${fullMoment(each.createdAt, this.clock)}${each.askedBy ? ` · ${each.askedBy.label}` : ''}</small></span
      >
      <span class="two"
        ><b>${this.t(`handOver.state.${each.state}`)}</b>
        ${moved.map((line) => html`<small>${line}</small>`)}</span
      >
      <span class="acts"
        >${each.state === 'standing' ? html`<button class="btn soft small" @click=${() => this.#back(each)}>${icon(back)}${this.t('handOver.back')}</button>` : nothing}</span
      >
    </li>`;
  }

  #find = async (text: string): Promise<Choice[]> => {
    const { items } = await this.connection.api.get<Page<User>>('/api/users', { q: text, limit: 8 });
    return items.map(choiceOf);
  };

  async #start(): Promise<void> {
    const timed = this.way === 'time';
    const ticked = this.renderRoot.querySelector<HTMLInputElement>('[name="closes"]')?.checked ?? false;
    const body = {
      from: this.from[0]?.key,
      to: this.to[0]?.key,
      until: timed ? this.answers.value('until') : null,
      reason: this.answers.value('reason').trim(),
      closes: !timed && ticked,
    };
    const made = await this.connection.api.post<HandOver>('/api/hand-overs', body);
    this.answers.clear();
    this.from = [];
    this.to = [];
    if (this.route.query.has('user')) go('/settings/hand-overs', 'replace');
    await this.list.refetch();
    toast(this, this.t('handOver.started', { name: made.to?.label ?? '' }), { undo: () => this.#back(made) });
  }

  async #back({ id }: HandOver): Promise<void> {
    try {
      await this.connection.api.post(`/api/hand-overs/${id}/return`);
      await this.list.refetch();
      toast(this, this.t('handOver.comesBack'));
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

function choiceOf(user: User): Choice {
  return { key: user.id, label: nameOfUser(user), detail: user.email, entity: 'user' };
}

define('lobi-hand-overs-room', HandOversRoom);
