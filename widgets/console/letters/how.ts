/** How a letter goes out: from which mailbox, for which purpose, when, how fast, with which lines of its own. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { langs } from '../../kernel/i18n.ts';
import { nameOfLang } from '../start/language.ts';
import type { LetterDraft } from './draft.ts';

interface Sender {
  mailbox: { id: string; label: string };
  address: string;
  name: string;
}

export function howStep(page: LetterDraft, senders: Sender[]): TemplateResult {
  const { now } = page;
  const sender = senders.find(({ mailbox }) => mailbox.id === now.mailbox?.id);
  return page.step(
    'how',
    3,
    now.mailbox !== null,
    sender?.address ?? '',
    html`<div class="two-up">
        ${select(
          page,
          'mailbox',
          now.mailbox?.id ?? '',
          senders.map(({ mailbox, address, name }) => [
            mailbox.id,
            name === '' || name === address ? address : `${name}, ${address}`,
          ]),
          (id) => page.set({ mailbox: { entity: 'mailbox', id } }),
        )}
        ${select(
          page,
          'purpose',
          now.purpose,
          (['commercial', 'service'] as const).map((key) => [key, page.t(`letters.purpose.${key}`)]),
          (purpose) => page.set({ purpose: purpose as 'service' }),
        )}
        ${select(
          page,
          'language',
          now.language,
          langs.map((lang) => [lang, nameOfLang[lang]]),
          (language) => page.set({ language: language as 'tr' }),
        )}
        ${when(page)} ${pace(page)}
      </div>
      <div class="two-up">
        ${tick(page, 'salutation', now.salutation === true, (on) => page.set({ salutation: on }))}
        ${tick(page, 'reference', now.reference !== false, (on) => page.set({ reference: on }))}
        ${tick(page, 'distributionNote', now.distributionNote, (on) => page.set({ distributionNote: on }))}
      </div>`,
  );
}

function select(
  page: LetterDraft,
  name: string,
  value: string,
  options: (readonly [string, string])[],
  chosen: (value: string) => void,
): TemplateResult {
  return html`<div class="labelled">
    <label class="label" for=${name}>${page.t(`letters.${name}`)}</label>
    <select class="field" id=${name} @change=${(event: Event) => chosen((event.target as HTMLSelectElement).value)}>
      ${options.some(([key]) => key === value) ? nothing : html`<option value=${value} selected disabled>${page.t('letters.choose')}</option>`}
      ${options.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
    </select>
  </div>`;
}

/** Empty: at once. What the field holds is the reader's own clock. */
function when(page: LetterDraft): TemplateResult {
  const { later } = page;
  const local = later
    ? new Date(Date.parse(later) - new Date(later).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    : '';
  const change = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    page.later = value === '' ? null : new Date(value).toISOString();
  };
  return html`<div class="labelled">
    <label class="label" for="when">${page.t('letters.when')}</label>
    <input class="field" id="when" type="datetime-local" .value=${local} @change=${change} />
  </div>`;
}

function pace(page: LetterDraft): TemplateResult {
  const change = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    page.set({ pace: value === '' ? null : Math.max(1, Math.round(Number(value))) });
  };
  return html`<div class="labelled">
    <label class="label" for="pace">${page.t('letters.pace')}</label>
    <input class="field" id="pace" type="number" min="1" max="100000" .value=${page.now.pace === null ? '' : String(page.now.pace)} placeholder=${page.t('letters.paceFree')} @change=${change} />
  </div>`;
}

function tick(page: LetterDraft, name: string, on: boolean, flipped: (on: boolean) => void): TemplateResult {
  return html`<label class="check"
    ><input type="checkbox" .checked=${on} @change=${(event: Event) => flipped((event.target as HTMLInputElement).checked)} />${page.t(`letters.with.${name}`)}</label
  >`;
}
