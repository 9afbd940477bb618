/** Beside a group's question: who belongs to it now, and why somebody does or does not. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import { avatar } from '../../controls/avatar.ts';
import type { Choice } from '../../controls/picker.ts';
import { icon } from '../../kernel/icons.ts';
import { numberOf } from '../../kernel/numbers.ts';
import type { GroupPage } from './group.ts';
import type { Finding, Question } from './group-row.ts';

export function membersOf(page: GroupPage): TemplateResult {
  const { seen } = page;
  return html`<section class="part">
    <p class="many" role="status">${seen ? page.t('groups.count', { count: seen.count }) : ''}</p>
    <ul class="sample">
      ${seen?.sample.map(({ entity, id, label }) => html`<li>${avatar({ name: label, entity }, page.language)}<a href="/people/${entity}:${id}">${label}</a></li>`)}
    </ul>
    ${seen && seen.count > seen.sample.length ? html`<small>${page.t('groups.andMore', { count: numberOf(page.language, seen.count - seen.sample.length) })}</small>` : nothing}
  </section>`;
}

export function whyNot(page: GroupPage, now: Question): TemplateResult {
  const { why } = page;
  return html`<section class="part">
    <h2>${page.t('groups.why')}</h2>
    <lobi-picker
      label=${page.t(`groups.whyOf.${now.of}`)}
      .value=${page.asked}
      .search=${(text: string) => page.find(text)}
      @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => void page.explain(event.detail.value)}
    ></lobi-picker>
    ${why ? html`<p role="status"><b>${page.t(why.in ? 'groups.in' : 'groups.out')}</b>${why.by ? html` ${page.t(`groups.by.${why.by}`)}` : nothing}</p>` : nothing}
    ${why?.finding ? html`<ul class="why">${finding(page, why.finding)}</ul>` : nothing}
  </section>`;
}

function finding(page: GroupPage, { says, holds, parts }: Finding): TemplateResult {
  if (parts) return html`${parts.map((part) => finding(page, part))}`;
  return html`<li class=${holds ? '' : 'out'}>${holds ? icon(check, page.t('groups.holds')) : icon(cross, page.t('groups.not'))}<span>${says}</span></li>`;
}
