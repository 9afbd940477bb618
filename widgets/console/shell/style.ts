/** The frame: the desk carries rail and top, the work is one sheet laid on it. At 640 the rail goes to the thumb. */
import { css } from 'lit';

export const shellStyles = css`
  :host {
    height: 100%;
    background: var(--lobi-surface-0);
  }
  :host([contrast='more']) {
    --lobi-border: light-dark(#6b6f6b, #9aa39e);
    --lobi-border-strong: light-dark(#1d201f, #e9ece9);
    --lobi-text: light-dark(#000000, #ffffff);
    --lobi-text-2: light-dark(#1d201f, #f2f4f2);
    --lobi-text-3: light-dark(#1d201f, #f2f4f2);
    --lobi-accent: light-dark(#04453f, #9be8dc);
    --lobi-accent-strong: light-dark(#032f2b, #c4f3eb);
    --lobi-focus: light-dark(#0b4fb3, #c2dbff);
    --lobi-surface-0: light-dark(#ffffff, #000000);
    --lobi-surface-1: light-dark(#ffffff, #000000);
    --lobi-warning: light-dark(#5e3d00, #ffd27a);
    --lobi-danger: light-dark(#8c1410, #ffb9b3);
    --lobi-success: light-dark(#0d4a20, #b0e8bf);
  }
  .skip {
    position: absolute;
    z-index: 20;
    left: 8px;
    top: -60px;
    padding: 8px 12px;
    border-radius: var(--lobi-radius);
    background: var(--lobi-accent);
    color: var(--lobi-on-accent);
  }
  .skip:focus {
    top: 8px;
  }
  .frame {
    display: grid;
    grid-template: 48px auto minmax(0, 1fr) / 72px minmax(0, 1fr);
    grid-template-areas: 'rail top' 'rail strip' 'rail work';
    height: 100dvh;
  }
  .rail {
    grid-area: rail;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--lobi-space-1);
    padding: var(--lobi-space-2) 0;
  }
  .mark {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    margin-bottom: var(--lobi-space-2);
    color: var(--lobi-accent);
  }
  .mark svg {
    width: 22px;
    height: 22px;
  }
  .place {
    position: relative;
    display: grid;
    justify-items: center;
    gap: 2px;
    width: 66px;
    padding: 6px 0 5px;
    border-radius: var(--lobi-radius);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .place:hover {
    background: var(--lobi-surface-2);
  }
  .place .icon {
    width: 18px;
    height: 18px;
    stroke-width: 1.75;
  }
  .place[aria-current] {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
    font-weight: 500;
  }
  .end {
    margin-top: auto;
  }
  .top {
    grid-area: top;
    display: grid;
    grid-template-columns: 1fr minmax(0, 440px) 1fr;
    align-items: center;
    gap: var(--lobi-space-4);
    padding: 0 var(--lobi-space-4) 0 var(--lobi-space-1);
  }
  .where {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-width: 0;
  }
  .where b {
    white-space: nowrap;
  }
  .find {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    height: 32px;
    padding: 0 var(--lobi-space-1) 0 10px;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text-3);
  }
  .find:hover {
    border-color: var(--lobi-border-strong);
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--lobi-border);
    border-radius: 4px;
    background: var(--lobi-surface-0);
    color: var(--lobi-text-2);
    font: 500 var(--lobi-size-s) / 18px var(--lobi-font);
    white-space: nowrap;
  }
  .me {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: var(--lobi-space-2);
  }
  .strip {
    grid-area: strip;
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    margin: 0 var(--lobi-space-2) var(--lobi-space-2) 0;
    padding: 7px var(--lobi-space-4);
    border-radius: var(--lobi-radius);
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  main {
    grid-area: work;
    min-width: 0;
    min-height: 0;
    margin: 0 var(--lobi-space-2) var(--lobi-space-2) 0;
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    overflow: hidden;
  }
  main:focus-visible {
    outline: none;
  }
  main > * {
    height: 100%;
  }
  .alone {
    display: block;
    min-height: 100dvh;
    background: var(--lobi-surface-0);
  }
  .notices {
    position: fixed;
    z-index: 10;
    left: 50%;
    bottom: var(--lobi-space-6);
    transform: translateX(-50%);
    width: max-content;
    max-width: calc(100vw - 32px);
  }
  .notice {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-3);
    padding: 8px 8px 8px 14px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: 8px;
    background: var(--lobi-surface-1);
    box-shadow: var(--lobi-shadow);
  }
  .notice.bad {
    border-color: var(--lobi-danger);
  }
  .notice .icon {
    color: var(--lobi-success);
  }
  .notice.bad .icon.icon {
    color: var(--lobi-danger);
  }
  .phone-only {
    display: none;
  }
  @media (max-width: 900px) {
    .top {
      grid-template-columns: minmax(0, 1fr) minmax(0, 320px) auto;
    }
  }
  @media (max-width: 640px) {
    .phone-only {
      display: inline-flex;
    }
    .frame {
      grid-template: 48px auto minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'top' 'strip' 'work' 'rail';
    }
    .rail {
      flex-direction: row;
      justify-content: space-around;
      gap: 0;
      padding: 4px var(--lobi-space-1) calc(4px + env(safe-area-inset-bottom));
      border-top: 1px solid var(--lobi-border);
      background: var(--lobi-surface-1);
    }
    .rail .mark {
      display: none;
    }
    .rail .place {
      width: 84px;
      min-height: 48px;
      align-content: center;
    }
    .end {
      margin: 0;
    }
    .top {
      grid-template-columns: minmax(0, 1fr) auto;
      gap: var(--lobi-space-2);
      padding: 0 var(--lobi-space-2) 0 var(--lobi-space-1);
      border-bottom: 1px solid var(--lobi-border);
      background: var(--lobi-surface-1);
    }
    .where.root {
      padding-inline-start: var(--lobi-space-3);
    }
    .find {
      display: none;
    }
    .strip {
      margin: 0;
      border-radius: 0;
    }
    main {
      margin: 0;
      border: 0;
      border-radius: 0;
    }
    .notices {
      bottom: 72px;
    }
  }
`;
