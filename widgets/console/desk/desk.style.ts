import { css } from 'lit';

export const deskStyles = css`
  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr);
    grid-template-rows: auto minmax(0, 1fr);
    height: 100%;
  }
  .ask {
    grid-column: 1 / -1;
    padding: var(--lobi-space-6) var(--lobi-space-6) var(--lobi-space-4);
    border-bottom: 1px solid var(--lobi-border);
  }
  .ask .line {
    margin-bottom: var(--lobi-space-3);
  }
  .ask .field {
    min-height: 56px;
    padding: 0 18px;
    gap: var(--lobi-space-3);
    border-width: 2px;
    font-size: 22px;
    line-height: 28px;
  }
  .ask .field .icon {
    width: 24px;
    height: 24px;
    color: var(--lobi-text-2);
  }
  .ask input {
    flex: 1;
    min-width: 0;
    border: 0;
    outline: 0;
    background: none;
    font-size: inherit;
    line-height: inherit;
  }
  .side {
    min-height: 0;
    overflow: auto;
    padding: var(--lobi-space-4) var(--lobi-space-6) var(--lobi-space-6);
  }
  .side + .side {
    border-inline-start: 1px solid var(--lobi-border);
  }
  .found [role='option'] {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--lobi-space-3);
    min-height: 56px;
    padding: 6px var(--lobi-space-3);
    border-radius: var(--lobi-radius);
    cursor: pointer;
  }
  .found [role='option'][aria-selected='true'] {
    background: var(--lobi-accent-soft);
  }
  .found b {
    display: block;
    font-size: var(--lobi-size-read);
    line-height: 22px;
    overflow-wrap: anywhere;
  }
  .sheet {
    display: grid;
    gap: var(--lobi-space-3);
  }
  .sheet h1 {
    overflow-wrap: anywhere;
  }
  .two-up {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
    gap: var(--lobi-space-3);
    align-items: start;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-2);
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choices .btn[aria-pressed='true'] {
    border-color: var(--lobi-accent);
    background: var(--lobi-accent-soft);
    color: var(--lobi-accent-strong);
  }
  .print {
    min-height: 44px;
    padding: 0 20px;
    font-size: var(--lobi-size-read);
  }
  .print kbd {
    border-color: transparent;
  }
  .paper {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: var(--lobi-space-3);
  }
  .paper img {
    display: block;
    width: auto;
    max-width: 100%;
    max-height: min(62vh, 620px);
    border: 1px solid var(--lobi-border);
    border-radius: var(--lobi-radius);
    box-shadow: var(--lobi-shadow);
    background: #fff;
  }
  .paper img.card {
    width: min(100%, 480px);
  }
  .paper img.a6,
  .paper img.label {
    height: 62vh;
  }
  .last > li {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 56px;
    padding: 6px 0;
    border-bottom: 1px solid var(--lobi-border);
  }
  .last b {
    display: block;
    overflow-wrap: anywhere;
  }
  @media (max-width: 900px) {
    .ask {
      padding: var(--lobi-space-4);
    }
    .side {
      padding: var(--lobi-space-4);
    }
  }
  @media (max-width: 640px) {
    .desk {
      display: block;
      height: 100%;
      overflow: auto;
    }
    .ask .field {
      min-height: 52px;
      padding: 0 12px;
      font-size: 18px;
    }
    .ask kbd {
      display: none;
    }
    .side + .side {
      border-inline-start: 0;
      border-top: 1px solid var(--lobi-border);
    }
    .print {
      width: 100%;
    }
    .paper img.a6,
    .paper img.label {
      height: auto;
      max-height: none;
      width: min(60%, 220px);
    }
    .last > li {
      flex-wrap: wrap;
    }
    .last .grow {
      flex-basis: 100%;
    }
  }
`;
