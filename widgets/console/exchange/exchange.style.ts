/** Files on their way in: a place to drop them, steps, columns, fates. */
import { css } from 'lit';

export const exchangeStyles = css`
  h2 {
    margin: var(--lobi-space-6) 0 var(--lobi-space-2);
    font-size: var(--lobi-size-m);
    line-height: var(--lobi-line-m);
    font-weight: 600;
  }
  .take {
    display: block;
  }
  .take .inside {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto auto;
    align-items: center;
    gap: var(--lobi-space-3) var(--lobi-space-4);
    padding: 20px;
    border: 1px dashed var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-0);
  }
  .take .icon {
    color: var(--lobi-text-2);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 4px var(--lobi-space-4);
    border: 0;
    padding: 0;
    margin: 0;
  }
  .radio {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
  }
  .imports > li {
    grid-template-columns: minmax(0, 1fr) auto auto;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-2) var(--lobi-space-6);
    margin: 0 0 var(--lobi-space-4);
    padding: 0;
    list-style: none;
    color: var(--lobi-text-2);
  }
  .steps li {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
  }
  .steps i {
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    border-radius: 50%;
    background: var(--lobi-surface-2);
    font-style: normal;
    font-size: var(--lobi-size-s);
    font-weight: 600;
  }
  .steps i .icon {
    width: 13px;
    height: 13px;
    stroke-width: 2.4;
  }
  .steps [aria-current] {
    color: var(--lobi-text);
    font-weight: 600;
  }
  .steps [aria-current] i {
    background: var(--lobi-accent);
    color: var(--lobi-on-accent, #fff);
  }
  .steps .past i {
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .chosen {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(190px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: end;
  }
  .pick {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .pick > span {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  select,
  input[type='text'],
  input[type='number'] {
    width: 100%;
    min-height: 32px;
    padding: 0 8px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text);
    font: inherit;
  }
  .evidence {
    display: grid;
    gap: 2px;
    margin: var(--lobi-space-2) 0 var(--lobi-space-4);
    padding: 0;
    list-style: none;
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .acts.start {
    justify-content: flex-start;
    align-items: center;
    gap: var(--lobi-space-2);
    margin: var(--lobi-space-4) 0;
    display: flex;
    flex-wrap: wrap;
  }
  .options {
    margin-bottom: var(--lobi-space-2);
  }
  .options .two {
    margin-top: var(--lobi-space-2);
    max-width: 60em;
  }
  .progress {
    display: grid;
    gap: var(--lobi-space-2);
    justify-items: start;
    max-width: 640px;
  }
  progress {
    width: 100%;
    height: 8px;
    accent-color: var(--lobi-accent);
  }
  .bars {
    display: grid;
    gap: 6px;
    width: 100%;
    max-width: 640px;
    margin: var(--lobi-space-2) 0;
    padding: 0;
    list-style: none;
  }
  .bars li {
    display: grid;
    grid-template-columns: 120px minmax(0, 1fr) 72px;
    align-items: center;
    gap: var(--lobi-space-3);
  }
  .bars b {
    text-align: end;
  }
  meter {
    width: 100%;
    height: 10px;
    border: 0;
    border-radius: 5px;
    background: var(--lobi-surface-2);
  }
  meter::-webkit-meter-bar {
    height: 10px;
    border: 0;
    border-radius: 5px;
    background: var(--lobi-surface-2);
  }
  meter::-webkit-meter-optimum-value {
    border-radius: 5px;
    background: var(--lobi-accent);
  }
  .bars .unchanged meter::-webkit-meter-optimum-value {
    background: var(--lobi-border-strong);
  }
  .bars .refused meter::-webkit-meter-optimum-value {
    background: var(--lobi-danger);
  }
  .bad {
    color: var(--lobi-danger);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    min-height: 20px;
    padding: 0 8px;
    border-radius: 10px;
    background: var(--lobi-surface-2);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: 20px;
    white-space: nowrap;
  }
  .chip.create,
  .chip.done {
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .chip.update,
  .chip.running,
  .chip.looking,
  .chip.undoing {
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .chip.refused,
  .chip.failed {
    background: var(--lobi-danger-soft);
    color: var(--lobi-danger);
  }
  .chip.stopped {
    background: var(--lobi-warning-soft);
    color: var(--lobi-warning);
  }
  .kept {
    display: grid;
    gap: var(--lobi-space-2);
    padding: 0;
    list-style: none;
  }
  @media (max-width: 640px) {
    .take .inside {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .take .kinds,
    .take .btn {
      grid-column: 1 / -1;
    }
    .imports > li {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .imports .two {
      grid-column: 1 / -1;
    }
    .imports .chip {
      justify-self: start;
    }
    select,
    input[type='text'],
    input[type='number'] {
      min-height: var(--lobi-touch);
    }
  }
`;
