/** The pane beside a correspondence: the card of who it is about, others at a click. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import building from 'lucide-static/icons/building-2.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import plus from 'lucide-static/icons/user-round-plus.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../people/contact-card.ts';
import type { LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import type { ThreadRow } from './threads.ts';

/** Persons before organisations: one writes with people. */
function cardsOf(thread: ThreadRow | null): NonNullable<ThreadRow['about']> {
  return [...(thread?.about ?? [])].sort(
    (a, b) => Number(b.entity === 'person') - Number(a.entity === 'person'),
  );
}

/** `writing` is whom a new mail is about: "person:01J…". */
export function contextPane(
  page: LobiElement,
  thread: ThreadRow | null,
  writing: string | null,
  close: string,
): TemplateResult {
  const [first, ...others] = writing ? [parseRef(writing)] : cardsOf(thread);
  return html`<aside class="pane context" aria-label=${page.t('mail.context')}>
    <div class="shut drawer-only"><a class="btn plain only" href=${close}>${icon(cross, page.t('mail.hideCard'))}</a></div>
    <div class="scroll">
      ${first ? html`<lobi-contact-card .card=${nameOf(first)}></lobi-contact-card>` : thread ? unknown(page, thread) : nothing}
      ${
        first
          ? html`<p class="part"><a class="link" href=${placeOf(first)}>${page.t('mail.wholeCard')}</a></p>`
          : nothing
      }
      ${
        others.length
          ? html`<section class="part">
              <h2>${page.t('mail.alsoAbout')}</h2>
              <ul>
                ${others.map((card) => card && html`<li><a class="line other" href=${placeOf(card)}>${icon(card.entity === 'organisation' ? building : user)}<span class="cut">${card.label}</span></a></li>`)}
              </ul>
            </section>`
          : nothing
      }
    </div>
  </aside>`;
}

function unknown(page: LobiElement, thread: ThreadRow): TemplateResult {
  return saying({
    icon: user,
    title: page.t('mail.noCard'),
    text: page.t('mail.noCardWhy'),
    action: html`<a class="btn" href="/people/new?of=person&thread=${thread.id}">${icon(plus)}${page.t('search.newPerson')}</a>`,
  });
}
