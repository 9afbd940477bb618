/** One recipient of a letter, beside the list: where, on which ground, with which text, every attempt. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import cross from 'lucide-static/icons/x.svg?icon';
import { fullMoment } from '../../kernel/dates.ts';
import { icon } from '../../kernel/icons.ts';
import { withQuery } from '../route.ts';
import { fateOf, type RecipientRow, skipWords } from './letter-row.ts';
import type { LetterProof } from './proof.ts';

export function besideOf(page: LetterProof, row: RecipientRow): TemplateResult {
  const { letter } = page;
  const close = withQuery(location.pathname, page.route.query, { recipient: null });
  return html`<aside class="beside" aria-label=${row.name}>
    <header>
      <span class="two">${row.number ? `${letter.registerNumber ?? ''}/${String(row.number)}` : page.t('letters.fate.skipped')}</span>
      <a class="btn plain only push" href=${close}>${icon(cross, page.t('letters.closeBeside'))}</a>
    </header>
    <div class="part">
      <h2>${row.card ? html`<a href="/people/${row.card.entity}:${row.card.id}">${row.name}</a>` : row.name}</h2>
      <dl class="facts">
        <dt>${page.t('letters.address')}</dt>
        <dd>${row.address || '–'}</dd>
        <dt>${page.t('letters.state')}</dt>
        <dd>${page.t(`letters.fate.${fateOf(row)}`)}${row.state === 'skipped' && row.reason ? html`<small>${skipWords(page, row.reason)}</small>` : nothing}</dd>
        <dt>${page.t('letters.ground')}</dt>
        <dd>${page.t(`letters.ground.${row.basis?.why ?? 'service'}`)}</dd>
        ${
          row.answered
            ? html`<dt>${page.t('letters.answer')}</dt>
                <dd><a href="/mail/message/${row.answered.id}">${fullMoment(row.answeredAt ?? '', page.clock)}</a></dd>`
            : nothing
        }
        ${row.unsubscribedAt ? html`<dt>${page.t('letters.left')}</dt><dd>${fullMoment(row.unsubscribedAt, page.clock)}</dd>` : nothing}
      </dl>
    </div>
    ${row.attempts.length ? attempts(page, row) : nothing}
    ${
      row.text
        ? html`<div class="part">
            <h2>${page.t('letters.asSent')}</h2>
            <p class="got">${row.text.trim()}</p>
            <p><a href="/api/recipients/${row.id}/raw" download="${row.id}.eml">${page.t('letters.original')}</a></p>
          </div>`
        : nothing
    }
  </aside>`;
}

function attempts(page: LetterProof, { attempts }: RecipientRow): TemplateResult {
  return html`<div class="part">
    <h2>${page.t('letters.attempts')}</h2>
    <ol class="attempts">
      ${attempts.map(
        ({ at, outcome, host, reply, tls }) => html`<li>
          <span class="line"><b>${page.t(`letters.outcome.${outcome}`)}</b><span class="push two num">${fullMoment(at, page.clock)}</span></span>
          <small>${host}${tls && tls !== 'none' ? `, ${tls}` : ''}</small>
          ${reply ? html`<code class="server">${reply}</code>` : nothing}
        </li>`,
      )}
    </ol>
  </div>`;
}
