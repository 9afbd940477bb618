/** One line of a timeline: what happened, through which channel, when. The server words the title in the reader's language. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import dot from 'lucide-static/icons/circle-small.svg?icon';
import badge from 'lucide-static/icons/id-card.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import comment from 'lucide-static/icons/message-square-text.svg?icon';
import phone from 'lucide-static/icons/phone.svg?icon';
import note from 'lucide-static/icons/sticky-note.svg?icon';
import { fullMoment, shortMoment } from '../kernel/dates.ts';
import type { LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import type { Ref, Row } from '../kernel/refs.ts';
import { placeOf } from '../kernel/refs.ts';

export interface Line extends Row {
  at: string;
  kind: string;
  direction?: 'in' | 'out' | null;
  title: string;
  snippet?: string | null;
  who?: Ref | string | null;
  record?: Ref | null;
  href?: string | null;
}

const drawings: Record<string, typeof mail> = { mail, message: mail, call: phone, note, badge, comment };

export function lineIcon(line: Line): typeof mail {
  return drawings[line.kind] ?? dot;
}

/** Opens the record in Lobi, unless the host takes `lobi-record-open` over. */
export function timelineLine(element: LobiElement, line: Line): TemplateResult {
  const { record, title, at } = line;
  const when = html`<time datetime=${at} title=${fullMoment(at, element.clock)}>${shortMoment(at, element.clock)}</time>`;
  const place = record ? placeOf(record) : null;
  const open = (event: Event) => {
    if (!element.emit('lobi-record-open', { entity: record!.entity, id: record!.id })) event.preventDefault();
  };
  const text = place
    ? html`<a class="cut" href=${element.connection.api.server + place} target="_blank" rel="noopener" @click=${open}>${title}</a>`
    : html`<span class="cut">${title || nothing}</span>`;
  return html`<li class=${line.direction === 'out' ? 'ours' : ''}>${icon(lineIcon(line))}${text}${when}</li>`;
}

export const lineStyles = css`
  .lines > li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: var(--lobi-row);
    padding: 0 var(--lobi-space-4);
  }
  .lines .icon {
    color: var(--lobi-text-2);
  }
  .lines .ours .icon {
    color: var(--lobi-accent);
  }
  .lines a:hover {
    text-decoration: underline;
  }
  .lines time {
    color: var(--lobi-text-3);
    font-size: var(--lobi-size-s);
  }
  @media (pointer: coarse) {
    .lines > li {
      min-height: var(--lobi-touch);
    }
  }
`;
