/** The ways to reach a card as rows: kind, value, what for, which is the first one; what is wrong stands under its row. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import star from 'lucide-static/icons/star.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import type { LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';

export interface ContactPoint {
  kind: string;
  value: string;
  label?: string | null;
  primary?: boolean;
}

const kinds = ['email', 'phone', 'postal', 'web', 'messaging'];
const inputs: Record<string, string> = { email: 'email', phone: 'tel', web: 'url' };

export function contactPointRows(
  element: LobiElement,
  points: ContactPoint[],
  change: (points: ContactPoint[]) => void,
  faults: readonly string[] = [],
): TemplateResult {
  const put = (at: number, part: Partial<ContactPoint>) =>
    change(points.map((point, each) => (each === at ? { ...point, ...part } : point)));
  // One of each kind is the first; choosing another takes the sign from the one before.
  const first = (at: number) =>
    change(
      points.map((point, each) =>
        point.kind === points[at]!.kind ? { ...point, primary: each === at && !point.primary } : point,
      ),
    );
  return html`${points.map(
    (point, at) => html`<div class="point">
        <select class="field kind" aria-label=${element.t('contact.kind')}
          @change=${(event: Event) => put(at, { kind: (event.target as HTMLSelectElement).value })}>
          ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === point.kind}>${element.t(`contact.${kind}`)}</option>`)}
        </select>
        <input class="field ${faults[at] ? 'wrong' : ''}" type=${inputs[point.kind] ?? 'text'}
          aria-invalid=${faults[at] ? 'true' : nothing} aria-describedby=${faults[at] ? `fault-${at}` : nothing} aria-label=${element.t(`contact.${point.kind}`)}
          .value=${point.value ?? ''} @input=${(event: Event) => put(at, { value: (event.target as HTMLInputElement).value })} />
        <input class="field for" aria-label=${element.t('contact.label')} placeholder=${element.t('contact.label')}
          .value=${point.label ?? ''} @input=${(event: Event) => put(at, { label: (event.target as HTMLInputElement).value || null })} />
        <button type="button" class="btn plain only ${point.primary ? 'here' : ''}" aria-pressed=${point.primary ? 'true' : 'false'}
          @click=${() => first(at)}>${icon(star, element.t('contact.primary'))}</button>
        <button type="button" class="btn plain only"
          @click=${() => change(points.filter((_, each) => each !== at))}>${icon(cross, element.t('contact.remove'))}</button>
        ${faults[at] ? html`<p class="fault" id="fault-${at}" role="alert">${faults[at]}</p>` : nothing}
      </div>`,
  )}
    <div>
      <button type="button" class="btn plain small" @click=${() => change([...points, { kind: 'email', value: '' }])}>
        ${icon(plus)}${element.t('contact.add')}
      </button>
    </div>`;
}

/** What is wrong by place of the row: 'contactPoints.1.value' is at 1; empty where a fault stands at none. */
export function faultsByRow(faults: ReadonlyMap<string, string> = new Map()): string[] {
  const rows: string[] = [];
  for (const [path, words] of faults) {
    const [of, at] = path.split('.');
    if (of === 'contactPoints' && at !== undefined) rows[Number(at)] = words;
  }
  return rows;
}

export const contactStyles = css`
  .point {
    display: grid;
    grid-template-columns: 112px minmax(0, 1fr) 104px auto auto;
    gap: var(--lobi-space-1);
  }
  .point .fault {
    grid-column: 1 / -1;
  }
  .point .here .icon {
    fill: currentColor;
    color: var(--lobi-accent);
  }
  :host {
    container: lobi-points / inline-size;
  }
  @container lobi-points (max-width: 460px) {
    .point {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }
    .point .field:nth-of-type(1) {
      grid-column: 1 / -1;
    }
    .point .for {
      grid-column: 1;
    }
    .point input:not(.for) {
      grid-column: 1 / -1;
    }
    .point + .point {
      margin-top: var(--lobi-space-2);
      padding-top: var(--lobi-space-3);
      border-top: 1px solid var(--lobi-border);
    }
  }
`;
