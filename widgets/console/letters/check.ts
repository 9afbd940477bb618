/** What stands between a letter and its sending: what is missing, and whose card lacks a word. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { icon } from '../../kernel/icons.ts';
import { sizeOf } from '../size.ts';
import type { LetterDraft } from './draft.ts';

export function checkStep(page: LetterDraft): TemplateResult {
  const { preview, now } = page;
  const gaps = preview?.gaps ?? [];
  const ready = preview !== null && preview.counts.going > 0;
  const item = (wrong: boolean, says: string) =>
    html`<li class=${wrong ? 'wrong' : ''}>${wrong ? icon(alert) : icon(check)}<span>${says}</span></li>`;
  return page.step(
    'check',
    4,
    ready && gaps.length === 0,
    gaps.length === 0 ? '' : page.t('letters.checkSays', { count: gaps.length }),
    html`<ul class="checks">
      ${ready ? nothing : item(true, page.t('letters.nobodyYet'))}
      ${now.subject.trim() === '' ? item(true, page.t('letters.needsSubject')) : nothing}
      ${(now.text ?? '').trim() === '' && !now.html ? item(true, page.t('letters.needsText')) : nothing}
      ${gaps.map(({ field, count, cards }) =>
        item(
          true,
          page.t('letters.gap', {
            count,
            field: page.t(`letters.field.${field}`),
            name: cards[0]?.label ?? '',
          }),
        ),
      )}
      ${preview && gaps.length === 0 && ready ? item(false, page.t('letters.noGaps')) : nothing}
      ${item(false, page.t('letters.wayOut'))}
      ${preview && preview.size > 5_000_000 ? item(true, page.t('letters.large', { size: sizeOf(preview.size, page.language) })) : nothing}
    </ul>`,
  );
}
