/** The language of a page where nobody is signed in; the choice is kept in this browser. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import down from 'lucide-static/icons/chevron-down.svg?icon';
import '../../controls/menu.ts';
import type { LobiElement } from '../../kernel/element.ts';
import type { Lang } from '../../kernel/i18n.ts';
import { langs } from '../../kernel/i18n.ts';
import { icon } from '../../kernel/icons.ts';
import { prefer } from '../preferences.ts';

export const nameOfLang: Record<Lang, string> = { tr: 'Türkçe', pl: 'Polski', en: 'English' };

export function languageMenu(page: LobiElement): TemplateResult {
  const choose = (event: CustomEvent<{ key: Lang }>) => {
    prefer({ lang: event.detail.key });
    location.reload();
  };
  return html`<lobi-menu
    look="plain"
    label=${page.t('me.lang')}
    .acts=${langs.map((lang) => ({ key: lang, label: nameOfLang[lang], chosen: lang === page.language }))}
    @lobi-menu-choose=${choose}
    ><span>${nameOfLang[page.language]}</span>${icon(down)}</lobi-menu
  >`;
}
