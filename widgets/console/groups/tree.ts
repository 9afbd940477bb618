/**
 * Conditions as they are built, and as they travel (the query tree): each is a field with one operator, a group of conditions, or
 * something over the rows of a relation; any of them may be turned round.
 */

export type Cond = FieldCond | GroupCond | RowsCond;

interface Turned {
  /** "not": what it says must not hold. */
  not: boolean;
}

export interface FieldCond extends Turned {
  kind: 'field';
  /** A path over relations to one: `organisation.sector`. Empty until it is chosen. */
  field: string;
  op: string;
  value: unknown;
}

export interface GroupCond extends Turned {
  kind: 'group';
  how: 'all' | 'any';
  parts: Cond[];
}

export interface RowsCond extends Turned {
  kind: 'rows';
  /** `some` may count: at least so many. */
  word: 'some' | 'none' | 'every';
  relation: string;
  atLeast: number | null;
  /** Rows of any day, not only today's. */
  ever: boolean;
  how: 'all' | 'any';
  parts: Cond[];
}

type Node = Record<string, unknown>;

export function emptyGroup(): GroupCond {
  return { kind: 'group', how: 'all', parts: [], not: false };
}

export function newField(field = '', op = 'is', value: unknown = ''): FieldCond {
  return { kind: 'field', field, op, value, not: false };
}

export function newRows(relation: string): RowsCond {
  return {
    kind: 'rows',
    word: 'some',
    relation,
    atLeast: null,
    ever: false,
    how: 'all',
    parts: [],
    not: false,
  };
}

/** From what is sent to what is built; the outermost is always a group. */
export function condOf(node: unknown): GroupCond {
  const read = readNode(node);
  if (read === null) return emptyGroup();
  return read.kind === 'group' && !read.not ? read : { ...emptyGroup(), parts: [read] };
}

function readNode(sent: unknown): Cond | null {
  if (typeof sent !== 'object' || sent === null) return null;
  const node = sent as Node;
  for (const how of ['all', 'any'] as const)
    if (Array.isArray(node[how]) && !('some' in node || 'none' in node || 'every' in node))
      return { kind: 'group', how, parts: partsOf(node[how]), not: false };
  if ('not' in node && !('some' in node || 'none' in node || 'every' in node)) {
    const inner = readNode(node.not);
    return inner && { ...inner, not: !inner.not };
  }
  for (const word of ['some', 'none', 'every'] as const)
    if (typeof node[word] === 'string') return rowsOf(node, word);
  if (typeof node.field !== 'string') return null;
  const { field, ...rest } = node;
  const [op = 'is', value] = Object.entries(rest)[0] ?? [];
  return { kind: 'field', field, op, value, not: false };
}

function partsOf(sent: unknown): Cond[] {
  return (sent as unknown[]).map(readNode).filter((each) => each !== null);
}

function rowsOf(node: Node, word: RowsCond['word']): RowsCond {
  const how = Array.isArray(node.any) ? 'any' : 'all';
  const inner = node.not === undefined ? [] : partsOf([{ not: node.not }]);
  return {
    kind: 'rows',
    word,
    relation: node[word] as string,
    atLeast: typeof node.atLeast === 'number' ? node.atLeast : null,
    ever: node.ever === true,
    how,
    parts: Array.isArray(node[how]) ? partsOf(node[how]) : inner,
    not: false,
  };
}

/** From what is built to what is sent; conditions that say nothing yet are left out. Null where nothing is left. */
export function nodeOf(cond: Cond): Node | null {
  const plain = plainNode(cond);
  return plain && cond.not ? { not: plain } : plain;
}

function plainNode(cond: Cond): Node | null {
  if (cond.kind === 'field') return saysSomething(cond) ? { field: cond.field, [cond.op]: cond.value } : null;
  const parts = cond.parts.map(nodeOf).filter((each) => each !== null);
  if (cond.kind === 'group') return parts.length === 0 ? null : { [cond.how]: parts };
  return {
    [cond.word]: cond.relation,
    ...(parts.length === 0 ? {} : { [cond.how]: parts }),
    ...(cond.atLeast !== null && cond.word === 'some' ? { atLeast: cond.atLeast } : {}),
    ...(cond.ever ? { ever: true } : {}),
  };
}

function saysSomething({ field, op, value }: FieldCond): boolean {
  if (field === '') return false;
  if (op === 'known') return true;
  if (Array.isArray(value)) return value.length > 0 && value.every((each) => each !== '' && each !== null);
  return value !== '' && value !== null && value !== undefined;
}
