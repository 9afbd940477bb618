/**
 * texts/<lang>.json → a module of compiled messages (see kernel/i18n.ts). The ICU parser runs here, not in the page. A text
 * that does not parse, or a language that lacks a key another one has, ends the build with its file and key.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Plugin } from 'vite';
import type { Message, Part, Words } from '../kernel/i18n.ts';
import { langs } from '../kernel/i18n.ts';

type Node = ReturnType<InstanceType<typeof IntlMessageFormat>['getAst']>[number];

const literal = 0;
const argument = 1;
const number = 2;
const select = 5;
const plural = 6;
const pound = 7;

/** An ICU message as parts that `say` can join; throws with the parser's words when it is none. */
export function compile(text: string): Message {
  return messageOf(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
}

export function compileAll(file: string, texts: Record<string, string>): Words {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => {
      try {
        return [key, compile(text)];
      } catch (thrown) {
        throw new Error(`${file}: "${key}" is no ICU message: ${String(thrown)}`);
      }
    }),
  );
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
      const compiled = compileAll(id, JSON.parse(code));
      return { code: `export default ${JSON.stringify(compiled)}`, moduleType: 'js', map: null };
    },
  };
}

function messageOf(nodes: Node[]): Message {
  const parts = nodes.map(partOf);
  const text = parts.every((part) => typeof part === 'string' && part !== '#');
  return text ? parts.join('') : parts;
}

function partOf(node: Node): Part {
  if (node.type === literal) return node.value;
  if (node.type === argument) return [node.value];
  if (node.type === number) return [node.value, 'number'];
  if (node.type === pound) return '#';
  if (node.type === select || node.type === plural) {
    const branches = Object.fromEntries(
      Object.entries(node.options).map(([name, branch]) => [name, messageOf(branch.value)]),
    );
    if (node.type === select) return [node.value, 'select', branches];
    return node.offset ? [node.value, 'plural', branches, node.offset] : [node.value, 'plural', branches];
  }
  throw new Error('only {argument}, number, plural and select are used; format dates with kernel/dates.ts');
}
