/** Something that floats beside what opened it, in the top layer, so that no box around it cuts it off. */
import { css } from 'lit';

export interface Placing {
  /** Which edges meet. 'start': left edges (in left-to-right text). */
  align?: 'start' | 'end';
  /** As wide as what it hangs on. */
  stretch?: boolean;
}

const gap = 4;
const margin = 8;

/** Opens `layer` (a popover="manual") under `anchor`, or above it where there is more room, and keeps it inside the window. */
export function float(
  anchor: Element,
  layer: HTMLElement,
  { align = 'start', stretch = false }: Placing = {},
): void {
  if (!layer.matches(':popover-open')) layer.showPopover();
  const at = anchor.getBoundingClientRect();
  const style = layer.style;
  style.minWidth = stretch ? `${at.width}px` : '';
  style.maxHeight = '';
  const size = layer.getBoundingClientRect();
  const below = innerHeight - at.bottom - gap - margin;
  const above = at.top - gap - margin;
  const under = size.height <= below || below >= above;
  const left = align === 'start' ? at.left : at.right - size.width;
  style.left = `${Math.max(margin, Math.min(left, innerWidth - size.width - margin))}px`;
  style.maxHeight = `${Math.max(120, under ? below : above)}px`;
  style.top = under ? `${at.bottom + gap}px` : 'auto';
  style.bottom = under ? 'auto' : `${innerHeight - at.top + gap}px`;
}

export function sink(layer: HTMLElement | null): void {
  if (layer?.matches(':popover-open')) layer.hidePopover();
}

export const floatStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--lobi-space-1);
    max-width: min(420px, calc(100vw - 16px));
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text);
    box-shadow: var(--lobi-shadow);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .option {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    width: 100%;
    min-height: 32px;
    padding: 4px var(--lobi-space-2);
    border-radius: 4px;
    cursor: pointer;
  }
  .option:hover,
  .option[aria-selected='true'],
  .option:focus-visible {
    background: var(--lobi-surface-2);
  }
  .option small {
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    color: var(--lobi-text-2);
  }
  @media (pointer: coarse) {
    .option {
      min-height: var(--lobi-touch);
    }
  }
`;
