import { sql } from '../sql.ts';
import { type Operator, truthOf } from './operator.ts';

export const FLAG: readonly Operator[] = [
  {
    word: 'is',
    check: truthOf,
    say: (value, saying) => saying.text(value === true ? 'query.yes' : 'query.no', { field: saying.subject }),
    match: (held, value) => held === value,
    compile: (cell, value) => sql(`${cell.value} IS ${value === true ? 'TRUE' : 'FALSE'}`),
  },
];
