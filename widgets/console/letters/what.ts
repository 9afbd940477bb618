/** What a letter says: subject, text with fields, attachments. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/drop.ts';
import '../../controls/menu.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import { sizeOf } from '../size.ts';
import { complain } from '../toast.ts';
import type { LetterDraft } from './draft.ts';
import { fields } from './letter-row.ts';

export function whatStep(page: LetterDraft): TemplateResult {
  const { subject, text, attachments } = page.now;
  const done = subject.trim() !== '' && (text ?? '').trim() !== '';
  const says = page.t('letters.whatSays', { count: attachments.length });
  return page.step(
    'what',
    2,
    done,
    says,
    html`<lobi-drop @lobi-files-drop=${(event: CustomEvent<{ files: File[] }>) => attach(page, event.detail.files)}>
      <div class="write">
        <div class="subject">
          <label class="label" for="subject">${page.t('letters.subject')}</label>
          <input
            id="subject"
            autocomplete="off"
            maxlength="500"
            .value=${subject}
            @input=${(event: Event) => page.set({ subject: (event.target as HTMLInputElement).value }, true)}
          />
        </div>
        ${tools(page)}
        <textarea
          id="text"
          aria-label=${page.t('letters.text')}
          placeholder=${page.t('letters.textHint')}
          .value=${text ?? ''}
          @input=${(event: Event) => page.set({ text: (event.target as HTMLTextAreaElement).value }, true)}
        ></textarea>
        ${attached(page)}
      </div>
    </lobi-drop>`,
  );
}

function tools(page: LetterDraft): TemplateResult {
  const fieldActs = fields.map((key) => ({ key, label: page.t(`letters.field.${key}`) }));
  return html`<div class="tools">
          <lobi-menu
            look="plain small"
            label=${page.t('letters.field')}
            .acts=${fieldActs}
            @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => insert(page, event.detail.key)}
            >${icon(plus)}<span>${page.t('letters.field')}</span></lobi-menu
          >
          <label class="btn plain small">
            ${icon(clip)}<span>${page.t('letters.attach')}</span>
            <input class="say-only" type="file" multiple @change=${(event: Event) => chosen(page, event)} />
          </label>
        </div>`;
}

function attached(page: LetterDraft): TemplateResult | typeof nothing {
  const { attachments } = page.now;
  if (attachments.length === 0) return nothing;
  return html`<div class="files">
                ${attachments.map(
                  ({ id, name, size }) =>
                    html`<span class="chip"
                      >${icon(clip)}${name} <small>${sizeOf(size, page.language)}</small
                      ><button class="out" aria-label=${page.t('letters.detach', { name })} @click=${() => detach(page, id)}>${icon(cross)}</button></span
                    >`,
                )}
              </div>`;
}

function insert(page: LetterDraft, field: string): void {
  const area = page.renderRoot.querySelector<HTMLTextAreaElement>('#text')!;
  const word = `{{${field}}}`;
  const { selectionStart: from, selectionEnd: to, value } = area;
  area.value = value.slice(0, from) + word + value.slice(to);
  area.focus();
  area.setSelectionRange(from + word.length, from + word.length);
  page.set({ text: area.value }, true);
}

function chosen(page: LetterDraft, event: Event): void {
  const input = event.target as HTMLInputElement;
  void attach(page, [...(input.files ?? [])]);
  input.value = '';
}

async function attach(page: LetterDraft, files: File[]): Promise<void> {
  for (const file of files) {
    const form = new FormData();
    form.append('file', file, file.name);
    try {
      const { id, name, size, type } = await page.connection.api.post<
        Row & { name: string; size: number; type: string }
      >('/api/documents', form);
      page.set({ attachments: [...page.now.attachments, { id, name, size, type }] });
    } catch (thrown) {
      complain(page, thrown);
    }
  }
}

function detach(page: LetterDraft, id: string): void {
  page.set({ attachments: page.now.attachments.filter((each) => each.id !== id) });
}
