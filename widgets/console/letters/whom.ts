/** To whom a letter goes: a group or cards picked by hand; how many get it, and why the others do not. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { icon } from '../../kernel/icons.ts';
import { numberOf } from '../../kernel/numbers.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { failing } from '../failing.ts';
import { faultWords } from '../fault.ts';
import type { LetterDraft } from './draft.ts';
import type { Audience } from './letter-row.ts';

export function whomStep(page: LetterDraft): TemplateResult {
  const counts = page.preview?.counts;
  const says = counts ? page.t('letters.whomSays', { going: counts.going, skipped: counts.skipped }) : '';
  return page.step(
    'whom',
    1,
    (counts?.going ?? 0) > 0,
    says,
    html`${audience(page)}
    ${page.preview?.sentence ? html`<p class="sentence">${page.preview.sentence}</p>` : nothing}
    ${page.refusal ? refused(page, page.refusal) : reasons(page)}`,
  );
}

function audience(page: LetterDraft): TemplateResult {
  const { audience } = page.now;
  const group = 'group' in audience ? audience.group : null;
  const pick = (event: Event) => {
    const id = (event.target as HTMLSelectElement).value;
    page.set({ audience: id === '' ? { cards: [] } : { group: id } });
  };
  const others = 'of' in audience;
  return html`<div class="whom">
      <div class="labelled">
        <label class="label" for="group">${page.t('letters.group')}</label>
        <select class="field" id="group" @change=${pick}>
          <option value="" ?selected=${group === null}>${page.t(others ? 'letters.byConditions' : 'letters.byHand')}</option>
          ${page.groups.items.map(({ id, name }) => html`<option value=${id} ?selected=${id === group}>${name}</option>`)}
        </select>
      </div>
      <div>
        ${
          group === null
            ? html`<a class="btn" href="/people/groups/new">${icon(plus)}${page.t('letters.newGroup')}</a>`
            : html`<a class="btn" href="/people/groups/${group}">${page.t('letters.changeGroup')}</a>`
        }
      </div>
    </div>
    ${group === null && !others ? byHand(page) : nothing}`;
}

function byHand(page: LetterDraft): TemplateResult {
  return html`<lobi-picker
    many
    label=${page.t('letters.pick')}
    .value=${page.cards ?? []}
    .search=${(text: string) => findCards(page, text)}
    @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => {
      page.cards = event.detail.value;
      const cards = event.detail.value.map(({ key, entity }) => ({ entity: entity ?? 'person', id: key }));
      page.set({ audience: { cards } as Audience });
    }}
  ></lobi-picker>`;
}

function refused(page: LetterDraft, refusal: Refusal): TemplateResult {
  const [first] = refusal.errors ?? [];
  if (refusal.kind !== 'invalid') return failing(refusal, () => page.look());
  return html`<p class="hint amber" role="alert">${icon(alert)}<span>${first ? faultWords(page, first) : refusal.detail}</span></p>`;
}

function reasons(page: LetterDraft): TemplateResult | typeof nothing {
  const { preview } = page;
  if (!preview || preview.counts.all === 0) return nothing;
  return html`<ul class="reasons">
    <li><span class="num">${numberOf(page.language, preview.counts.going)}</span><i class="going"></i><span>${page.t('letters.going')}</span></li>
    ${preview.skipped.map(
      ({ reason, count, cards }) => html`<li>
        <span class="num">${numberOf(page.language, count)}</span><i></i>
        <details>
          <summary>${page.t(`letters.skip.${reason}`)}</summary>
          <ul>
            ${cards.map(({ entity, id, label }) => html`<li><a href="/people/${entity}:${id}">${label}</a></li>`)}
            ${count > cards.length ? html`<li>${page.t('letters.andMore', { count: count - cards.length })}</li>` : nothing}
          </ul>
        </details>
      </li>`,
    )}
  </ul>`;
}

async function findCards(page: LetterDraft, q: string): Promise<Choice[]> {
  const found = await Promise.all(
    ['person', 'organisation'].map((entity) =>
      page.connection.api.list<Row & { name?: string }>(`/api/${entity}s`, { q, limit: 6 }).catch(() => null),
    ),
  );
  return found.flatMap((some) =>
    (some?.items ?? []).map((row) => ({ key: row.id, label: String(row.name ?? ''), entity: row.entity })),
  );
}
