import { css } from 'lit';

export const setupStyles = css`
  .answers {
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
  }
  .answers > li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 0 var(--lobi-space-3);
    padding: 20px 24px;
  }
  .answers > li + li {
    border-top: 1px solid var(--lobi-border);
  }
  .no {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    margin-top: -2px;
    border-radius: 50%;
    background: var(--lobi-surface-2);
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    font-style: normal;
    font-weight: 600;
  }
  .no.done {
    background: var(--lobi-success-soft);
    color: var(--lobi-success);
  }
  .no .icon {
    width: 14px;
    height: 14px;
    stroke-width: 2.4;
  }
  .answers h2 {
    font-size: var(--lobi-size-read);
    line-height: 20px;
  }
  .answers h2 + p {
    margin-top: 2px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: start;
    margin-top: var(--lobi-space-3);
  }
  .wide {
    grid-column: 1 / -1;
  }
  .labelled small {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .held {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--lobi-space-2);
    min-height: 36px;
    padding: 6px 12px;
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-2);
    overflow-wrap: anywhere;
  }
  .begin {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--lobi-space-2) var(--lobi-space-4);
    margin-top: var(--lobi-space-6);
  }
  .under {
    margin-top: var(--lobi-space-2);
  }
  .restore {
    display: grid;
    gap: var(--lobi-space-2);
    margin-top: var(--lobi-space-4);
    padding: var(--lobi-space-4);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
  }
  .server {
    font: var(--lobi-size-s) / var(--lobi-line-s) var(--lobi-mono);
    overflow-wrap: anywhere;
  }
  .verdict {
    margin-bottom: var(--lobi-space-4);
  }
  @media (max-width: 640px) {
    .answers > li {
      padding: 16px;
    }
    .begin .btn {
      width: 100%;
    }
  }
`;
