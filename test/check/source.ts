// What a source file says about itself: imports, exports, functions. Read once by swc's parser and
// kept, because several checks ask.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from '@swc/core';
import { root } from './files.ts';

export interface Import {
  /** As written: './model.ts', '#kernel/ids.ts', 'koa', 'node:fs'. */
  from: string;
  /** The names taken; '*' means any of them may be used. */
  names: string[];
  typeOnly: boolean;
}

export interface Facts {
  imports: Import[];
  /** `isType`: an interface or type alias, which has no life at run time. */
  exports: { name: string; line: number; isType: boolean }[];
  functions: { name: string; line: number; lines: number }[];
}

/** A node of swc's tree, as far as we look. */
interface Node {
  type?: string;
  span?: { start: number; end: number };
  [key: string]: unknown;
}

const known = new Map<string, Facts>();

/** The facts of a file, by its path in the checkout; none of a file that swc cannot read (see `unreadable`). */
export function factsOf(path: string): Facts {
  let facts = known.get(path);
  if (!facts) known.set(path, (facts = tryToRead(path)));
  return facts;
}

/** What swc says of a file that it cannot read; undefined for all others. */
export function unreadable(path: string): string | undefined {
  factsOf(path);
  return refused.get(path);
}

const refused = new Map<string, string>();

function tryToRead(path: string): Facts {
  try {
    return read(readFileSync(root + path, 'utf8'));
  } catch (fault) {
    refused.set(
      path,
      String((fault as Error).message)
        .split('Caused by')[0]
        ?.trim() ?? '',
    );
    return { imports: [], exports: [], functions: [] };
  }
}

/** The facts of a source text. */
export function read(text: string): Facts {
  const tree = parseSync(text, { syntax: 'typescript', decorators: false }) as unknown as Node;
  const bytes = Buffer.from(text);
  const lineAt = (offset: number) =>
    bytes
      .subarray(0, offset - 1)
      .toString()
      .split('\n').length; // spans count from 1
  const facts: Facts = { imports: [], exports: [], functions: [] };
  walk(tree, undefined, (node, parent) => {
    const taken = importOf(node);
    if (taken) facts.imports.push(taken);
    const isType = typeDeclarations.has(((node.declaration ?? {}) as Node).type ?? '');
    for (const name of exportsOf(node))
      facts.exports.push({ name, line: lineAt(node.span?.start ?? 1), isType });
    if (node.type && functionTypes.has(node.type) && node.span) {
      const line = lineAt(node.span.start);
      facts.functions.push({ name: nameOf(node, parent), line, lines: lineAt(node.span.end) - line + 1 });
    }
  });
  return facts;
}

/**
 * Where an import leads inside the checkout, by the `imports` of package.json; undefined for
 * packages and Node's own modules.
 */
export function resolveImport(from: string, importer: string): string | undefined {
  if (from.startsWith('.')) return posix.join(posix.dirname(importer), from);
  const [alias, ...rest] = from.split('/');
  const home = aliases[`${alias}/*`];
  return home && posix.join(home.replace('*', ''), ...rest);
}

const aliases = (
  JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { imports: Record<string, string> }
).imports;

const typeDeclarations = new Set(['TsInterfaceDeclaration', 'TsTypeAliasDeclaration']);

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
]);

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent?: Node) => void): void {
  if (node.type) visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object') walk(child as Node, node.type ? node : parent, visit);
    }
  }
}

function importOf(node: Node): Import | undefined {
  const source = (node.source as { value?: string } | null | undefined)?.value;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration': {
      if (source === undefined) return undefined;
      const specifiers = node.specifiers as Node[];
      const typeOnly =
        node.typeOnly === true || (specifiers.length > 0 && specifiers.every((each) => each.isTypeOnly));
      return { from: source, names: specifiers.map(takenName), typeOnly };
    }
    case 'ExportAllDeclaration':
      return { from: source ?? '', names: ['*'], typeOnly: false };
    case 'CallExpression':
      return (node.callee as Node).type === 'Import' ? loose(firstText(node.arguments), false) : undefined;
    case 'TsImportType':
      return loose((node.argument as { value?: string }).value, true);
    case 'NewExpression': // new URL('./worker.ts', import.meta.url) starts a file as a program of its own
      return (node.callee as Node).value === 'URL'
        ? loose(sourcePath(firstText(node.arguments)), false)
        : undefined;
    default:
      return undefined;
  }
}

function loose(from: string | undefined, typeOnly: boolean): Import | undefined {
  return from === undefined ? undefined : { from, names: ['*'], typeOnly };
}

function sourcePath(text: string | undefined): string | undefined {
  return text && /^\.{1,2}\/.*\.(ts|mjs)$/.test(text) ? text : undefined;
}

function firstText(args: unknown): string | undefined {
  const [first] = (args ?? []) as { expression: { type: string; value?: string } }[];
  return first?.expression.type === 'StringLiteral' ? first.expression.value : undefined;
}

function takenName(specifier: Node): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const named = (specifier.imported ?? specifier.orig ?? specifier.local) as { value: string };
  return named.value;
}

function exportsOf(node: Node): string[] {
  if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportDefaultExpression') return ['default'];
  if (node.type === 'ExportNamedDeclaration') {
    return (node.specifiers as Node[]).map(
      (each) => ((each.exported ?? each.orig ?? each.name) as { value: string }).value,
    );
  }
  if (node.type !== 'ExportDeclaration') return [];
  const declaration = node.declaration as Node;
  const declarators = (declaration.declarations ?? [declaration]) as Node[];
  return declarators.flatMap((each) => boundNames((each.id ?? each.identifier) as Node));
}

function boundNames(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.value as string];
  if (pattern.type === 'ArrayPattern')
    return (pattern.elements as Node[]).filter(Boolean).flatMap(boundNames);
  if (pattern.type !== 'ObjectPattern') return [];
  return (pattern.properties as Node[]).flatMap((each) => boundNames((each.value ?? each.key) as Node));
}

function nameOf(node: Node, parent: Node | undefined): string {
  const own = (node.identifier ?? node.key ?? parent?.id ?? parent?.key) as
    | { value?: string; id?: { value: string } }
    | undefined;
  if (node.type === 'Constructor') return 'constructor';
  return own?.value ?? own?.id?.value ?? 'a function without a name';
}
