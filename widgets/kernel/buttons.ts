/**
 * Buttons, chips, signs and avatars as classes on native elements: a <button class="btn first">, a <span class="chip">.
 * LobiElements take them with `static styles = [buttons, …]`; BoxElements have them already.
 */
import { css } from 'lit';

export const buttons = css`
  .btn {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    flex: none;
    min-height: 30px;
    padding: 0 10px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
    user-select: none;
    transition: background var(--lobi-quick);
  }
  .btn:hover {
    background: var(--lobi-surface-2);
  }
  .btn[disabled],
  .btn[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  .btn > .icon {
    color: var(--lobi-text-2);
  }
  .btn.soft {
    border-color: var(--lobi-border);
  }
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
  .avatar {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 24px;
    height: 24px;
    border-radius: 50%;
    background: var(--lobi-surface-2);
    color: var(--lobi-text-2);
    font-size: 11px;
    line-height: 1;
    font-weight: 600;
    letter-spacing: -0.02em;
    object-fit: cover;
    overflow: hidden;
  }
  .avatar.square {
    border-radius: var(--lobi-radius);
  }
  .avatar.ours {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .avatar.mid {
    width: 32px;
    height: 32px;
    font-size: var(--lobi-size-s);
  }
  .avatar.big {
    width: 48px;
    height: 48px;
    font-size: var(--lobi-size-read);
  }
  /* The eye sees 30, the finger finds 44. */
  @media (pointer: coarse) {
    .btn,
    .btn.small {
      min-height: 36px;
    }
    .btn.only,
    .btn.small.only {
      width: 36px;
    }
    .btn::after {
      content: '';
      position: absolute;
      inset: -4px;
    }
  }
`;
