/**
 * texts/<lang>.json → a module of compiled messages (see kernel/i18n.ts). The ICU parser runs here, not in the page. A text
 * that does not parse, or a language that lacks a key another one has, ends the build with its file and key.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Plugin } from 'vite';
import { langs } from '../kernel/i18n.ts';

type Node = ReturnType<InstanceType<typeof IntlMessageFormat>['getAst']>[number];

const literal = 0;
const argument = 1;
const number = 2;
const select = 5;
const plural = 6;
const pound = 7;

/** An ICU message as the source of what says it: a string, or a function of values and language. */
export function compile(text: string): string {
  const source = sourceOf(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst(), '');
  return source.startsWith('"') ? source : `(v, l) => ${source}`;
}

/** The module of one language. */
function compileAll(file: string, texts: Record<string, string>): string {
  const entries = Object.entries(texts).map(([key, text]) => {
    try {
      return `${JSON.stringify(key)}: ${compile(text)}`;
    } catch (thrown) {
      throw new Error(`${file}: "${key}" is no ICU message: ${String(thrown)}`, { cause: thrown });
    }
  });
  const numbers = join(import.meta.dirname, '..', 'kernel', 'numbers.ts');
  return `import { numberOf, plural } from ${JSON.stringify(numbers)};\nexport default {\n${entries.join(',\n')}\n};\n`;
}

/** Keys that one language has and this one lacks. */
export function missingKeys(file: string): string[] {
  const read = (lang: string) => {
    const twin = join(dirname(file), `${lang}.json`);
    return existsSync(twin) ? Object.keys(JSON.parse(readFileSync(twin, 'utf8'))) : [];
  };
  const own = new Set(Object.keys(JSON.parse(readFileSync(file, 'utf8'))));
  return [...new Set(langs.flatMap(read))].filter((key) => !own.has(key));
}

export function words(): Plugin {
  return {
    name: 'lobi-words',
    enforce: 'pre',
    transform(code, id) {
      // A JSON import carries its type for Node; what the page loads is a module.
      const typed = /, \{ with: \{ type: 'json' \} \}/g;
      if (id.endsWith('/texts.ts')) return { code: code.replace(typed, ''), map: null };
      if (!/\/texts\/[a-z]{2}\.json$/.test(id)) return null;
      const missing = missingKeys(id);
      if (missing.length > 0) throw new Error(`${id} lacks ${missing.join(', ')}`);
      return { code: compileAll(id, JSON.parse(code)), moduleType: 'js', map: null };
    },
  };
}

// A message without values is a string, else a template; `count` is the source of the number that "#" stands for.
function sourceOf(nodes: Node[], count: string): string {
  if (nodes.every((node) => node.type === literal))
    return JSON.stringify(nodes.map(({ value }) => value).join(''));
  return `\`${nodes.map((node) => partOf(node, count)).join('')}\``;
}

function partOf(node: Node, count: string): string {
  if (node.type === literal) return node.value.replace(/[\\`$]/g, '\\$&');
  if (node.type === pound) return `\${numberOf(l, ${count})}`;
  const value = `v[${JSON.stringify('value' in node ? node.value : '')}]`;
  if (node.type === argument) return `\${${value}}`;
  if (node.type === number) return `\${numberOf(l, ${value})}`;
  if (node.type === select)
    return `\${${branchesOf(node.options, count)}[${value}]?.() ?? ${sourceOf(node.options.other!.value, count)}}`;
  if (node.type === plural) {
    const left = node.offset ? `v[${JSON.stringify(node.value)}] - ${node.offset}` : value;
    return `\${plural(l, ${value}, ${branchesOf(node.options, left)}${node.offset ? `, ${node.offset}` : ''})()}`;
  }
  throw new Error('only {argument}, number, plural and select are used; format dates with kernel/dates.ts');
}

function branchesOf(options: Record<string, { value: Node[] }>, count: string): string {
  const branches = Object.entries(options).map(
    ([name, { value }]) => `${JSON.stringify(name)}: () => ${sourceOf(value, count)}`,
  );
  // Without a prototype: a value called "constructor" is no branch.
  return `({ __proto__: null, ${branches.join(', ')} })`;
}
