/** Tables of columns and of rows; on a phone each row is a block. */
import { css } from 'lit';

export const tableStyles = css`
  .wide-table {
    overflow-x: auto;
    margin-bottom: var(--lobi-space-4);
    border-top: 1px solid var(--lobi-border);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    text-align: start;
    font-weight: 600;
  }
  thead th {
    color: var(--lobi-text-2);
    font-size: var(--lobi-size-s);
    font-weight: 500;
  }
  th,
  td {
    padding: 8px var(--lobi-space-3) 8px 0;
    border-bottom: 1px solid var(--lobi-border);
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  .columns td:nth-child(2) {
    width: 34%;
    max-width: 0;
    font-size: var(--lobi-size-s);
    line-height: var(--lobi-line-s);
  }
  .columns td:nth-child(2) .cut {
    display: block;
  }
  .columns td:nth-child(3) {
    width: 38%;
    min-width: 200px;
  }
  .columns .out th {
    color: var(--lobi-text-2);
    font-weight: 400;
  }
  .only {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lobi-space-1);
    margin: var(--lobi-space-4) 0 var(--lobi-space-2);
  }
  .fates td:nth-child(1) {
    width: 56px;
    text-align: end;
  }
  .fates td:nth-child(2) {
    width: 110px;
  }
  .fates .why {
    width: 40%;
  }
  .fates small.cut {
    max-width: 46ch;
  }
  @media (max-width: 640px) {
    table,
    tbody,
    tr,
    th,
    td {
      display: block;
    }
    thead {
      display: none;
    }
    tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--lobi-border);
    }
    th,
    td,
    .columns td:nth-child(n),
    .fates td:nth-child(n) {
      width: auto;
      min-width: 0;
      max-width: none;
      padding: 2px 0;
      border: 0;
      text-align: start;
    }
    .fates tr {
      display: grid;
      grid-template-columns: auto auto minmax(0, 1fr);
      gap: 2px var(--lobi-space-2);
    }
    .fates td:nth-child(n + 3) {
      grid-column: 1 / -1;
    }
  }
`;
