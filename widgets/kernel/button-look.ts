/** How a button and an avatar look: what every element needs at first. */
import { css } from 'lit';

export const buttonLook = css`
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
  .avatar.mid {
    width: 32px;
    height: 32px;
    font-size: var(--lobi-size-s);
  }
  /* The eye sees 30, the finger finds 44. */
  @media (pointer: coarse) {
    .btn {
      min-height: 36px;
    }
    .btn::after {
      content: '';
      position: absolute;
      inset: -4px;
    }
  }
`;
