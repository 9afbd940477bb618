/** How fields look: label above, a border that is seen, the fault in words below. */
import { css } from 'lit';

export const fieldStyles = css`
  .labelled {
    display: grid;
    gap: var(--lobi-space-1);
    min-width: 0;
  }
  .label {
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
    color: var(--lobi-text-2);
  }
  .field {
    display: flex;
    align-items: center;
    gap: var(--lobi-space-2);
    width: 100%;
    min-height: 32px;
    padding: 0 10px;
    border: 1px solid var(--lobi-border-strong);
    border-radius: var(--lobi-radius);
    background: var(--lobi-surface-1);
    color: var(--lobi-text);
  }
  .field:focus-within,
  .field:focus-visible {
    outline: 2px solid var(--lobi-focus);
    outline-offset: -1px;
  }
  .field.wrong {
    border-color: var(--lobi-danger);
  }
  textarea.field {
    display: block;
    padding: 6px 10px;
    min-height: 76px;
    resize: vertical;
    field-sizing: content;
  }
  input:placeholder-shown {
    text-overflow: ellipsis;
  }
  ::placeholder {
    color: var(--lobi-text-3);
    opacity: 1;
  }
  .field[disabled],
  .field[readonly] {
    background: var(--lobi-surface-2);
    border-color: var(--lobi-border);
  }
  select.field {
    appearance: auto;
    /* The browser puts four pixels of its own before the words. */
    padding-inline: 6px;
  }
  .fault {
    margin-top: var(--lobi-space-1);
    color: var(--lobi-danger);
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: var(--lobi-space-2);
    min-height: 32px;
    cursor: pointer;
  }
  .check input {
    width: 16px;
    height: 16px;
    margin: 0;
    flex: none;
    accent-color: var(--lobi-accent);
  }
  @media (pointer: coarse) {
    .field,
    .check {
      min-height: var(--lobi-touch);
    }
    .field {
      font-size: var(--lobi-size-read);
    }
  }
`;
