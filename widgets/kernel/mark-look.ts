/** How chips and signs look, and buttons that stand out or step back. */
import { css } from 'lit';

export const markLook = css`
  .btn.plain {
    border-color: transparent;
    background: none;
    color: var(--lobi-text-2);
  }
  .btn.plain:hover {
    background: var(--lobi-surface-2);
    color: var(--lobi-text);
  }
  .btn.only {
    width: 30px;
    padding: 0;
  }
  .btn.soft {
    border-color: var(--lobi-border);
  }
  .btn.first {
    border-color: var(--lobi-accent);
    background: var(--lobi-accent);
    color: var(--lobi-on-accent);
  }
  .btn.first:hover {
    background: var(--lobi-accent-strong);
  }
  .btn.first > .icon {
    color: inherit;
  }
  .btn.danger {
    border-color: var(--lobi-danger);
    color: var(--lobi-danger);
  }
  .btn.small {
    min-height: 26px;
    padding: 0 8px;
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .btn.small.only {
    width: 26px;
    padding: 0;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: var(--lobi-space-1);
    max-width: 100%;
    min-height: 22px;
    padding: 0 7px;
    border: 1px solid var(--lobi-border);
    border-radius: 11px;
    background: none;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .chip .icon {
    width: 12px;
    height: 12px;
  }
  .chip.on {
    border-color: transparent;
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
    font-weight: 500;
  }
  .chip.dashed {
    border-style: dashed;
    border-color: var(--lobi-border-strong);
  }
  .sign {
    display: inline-flex;
    align-items: center;
    gap: var(--lobi-space-1);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    font-weight: 500;
  }
  .sign .icon {
    width: 14px;
    height: 14px;
  }
  .good {
    color: var(--lobi-success);
  }
  .warn {
    color: var(--lobi-warning);
  }
  .bad {
    color: var(--lobi-danger);
  }
  .avatar.ours {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .avatar.big {
    width: 48px;
    height: 48px;
    font-size: var(--lobi-size-read);
  }
  @media (pointer: coarse) {
    .btn.small {
      min-height: 36px;
    }
    .btn.only,
    .btn.small.only {
      width: 36px;
    }
  }
`;
