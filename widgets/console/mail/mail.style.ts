import { css } from 'lit';

export const mailStyles = css`
  .mail {
    grid-template-columns: 384px minmax(0, 1fr) 304px;
  }
  .mail.without {
    grid-template-columns: 384px minmax(0, 1fr);
  }
  .mail.without > .context {
    display: none;
  }
  .list {
    height: auto;
  }
  lobi-thread-bar {
    flex: none;
    height: auto;
  }
  .middle {
    display: grid;
    place-content: center;
    flex: 1;
    padding: var(--lobi-space-4);
  }
  .full {
    display: block;
    max-width: 820px;
    margin: 20px;
  }
  .other {
    min-height: 32px;
  }
  .other .icon {
    color: var(--lobi-text-2);
  }
  .other:hover {
    text-decoration: underline;
  }
  .context lobi-contact-card + .part {
    border-top: 1px solid var(--lobi-border);
  }
  .shut {
    display: none;
    justify-content: flex-end;
    padding: var(--lobi-space-2) var(--lobi-space-2) 0;
  }
  @media (max-width: 1180px) {
    .mail,
    .mail.without {
      grid-template-columns: 320px minmax(0, 1fr);
    }
    .mail > .context {
      display: none;
    }
    .mail.context > .context {
      position: absolute;
      z-index: 3;
      inset: 0 0 0 auto;
      display: flex;
      width: 320px;
      border-inline-start: 1px solid var(--lobi-border);
      background: var(--lobi-surface-1);
      box-shadow: var(--lobi-shadow);
    }
  }
  @media (max-width: 860px) {
    .mail,
    .mail.without {
      grid-template-columns: 280px minmax(0, 1fr);
    }
  }
  @media (max-width: 640px) {
    .mail,
    .mail.without {
      grid-template-columns: minmax(0, 1fr);
    }
    .mail:not(.inside) > .open,
    .mail.inside > .list {
      display: none;
    }
    .mail.context > .context {
      width: auto;
      inset: 0;
      border: 0;
      box-shadow: none;
    }
    .full {
      margin: var(--lobi-space-3);
    }
    .shut.shut {
      display: none !important;
    }
  }
`;
