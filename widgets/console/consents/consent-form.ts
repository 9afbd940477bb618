/** What is asked when a consent or a refusal is written down, of one card or of many. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type { LobiElement } from '../../kernel/element.ts';
import type { Answers } from '../answers.ts';
import { choice, question } from '../answers.ts';

export const channels = ['mail', 'sms', 'phone', 'postal'] as const;
export const purposes = ['commercial', 'service'] as const;
const statuses = ['given', 'refused'] as const;
/** Those that somebody can have heard; unsubscribing and imports write theirs by themselves. */
const sources = ['form', 'paper', 'phone', 'mail', 'meeting', 'registry', 'complaint'] as const;

/** The questions, and what the server says beside them. Needs the words of consents and `fieldStyles`. */
export function consentQuestions(page: LobiElement, answers: Answers, today: string): TemplateResult {
  const one = (name: string, keys: readonly string[]) =>
    choice(
      answers,
      { name, label: page.t(`consents.${name}`), preset: keys[0] ?? '' },
      keys.map((key) => ({ value: key, label: page.t(`consents.${name}.${key}`) })),
    );
  const said = answers.said(['at', 'text', 'evidence']);
  return html`<div class="days">${one('channel', channels)}${one('purpose', purposes)}</div>
    <div class="days">${one('status', statuses)}${one('source', sources)}</div>
    ${question(answers, { name: 'at', label: page.t('consents.when'), type: 'date', preset: today })}
    ${question(answers, { name: 'text', label: page.t('consents.text'), lines: true })}
    ${question(answers, { name: 'evidence', label: page.t('consents.evidence'), hint: page.t('consents.evidenceHint') })}
    ${said ? html`<p class="fault" role="alert">${said}</p>` : ''}`;
}

/** What is sent: said today is said now; of another day, nobody knows the hour, so it is noon. */
export function consentSent(answers: Answers, today: string): Record<string, unknown> {
  const { channel = 'mail', purpose = 'commercial', status = 'given', source = 'form' } = answers.values;
  const { at = today, text = '', evidence = '' } = answers.values;
  const moment = at === '' || at === today ? null : `${at}T12:00:00Z`;
  return { channel, purpose, status, source, at: moment, text, evidence };
}
