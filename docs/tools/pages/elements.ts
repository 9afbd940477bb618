// The elements that host pages and the console use: their header comments, attributes and events.

import { readFileSync } from 'node:fs';
import * as analyzer from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { filesOf, root } from '#test/check/files.ts';
import { code, page, table } from './markdown.ts';

/** What the analyzer exports for programs; its own types say nothing of it. */
const { create, ts } = analyzer as unknown as {
  create(options: { modules: unknown[]; plugins: unknown[]; context: { dev: boolean } }): Manifest;
  ts: {
    ScriptTarget: { ES2015: number };
    createSourceFile(path: string, text: string, target: number, setParents: boolean): unknown;
  };
};

interface Manifest {
  modules: { path: string; declarations?: Declaration[] }[];
}

interface Attribute {
  name: string;
  type?: { text: string };
  default?: string;
  description?: string;
  inheritedFrom?: { name: string };
}

interface Declaration {
  kind: string;
  name: string;
  attributes?: Attribute[];
}

interface Element {
  tag: string;
  path: string;
  header: string;
  attributes: Attribute[];
}

export function elementsPage(): string {
  const classes = classesByFile();
  const elements = [...classes].flatMap(([path, declarations]) => elementsIn(path, declarations));
  elements.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const common = [...classes.values()].flat().find(({ name }) => name === 'LobiElement')?.attributes ?? [];
  return page(
    'Elements',
    'Every custom element of Lobi. How to put one into a page of your own: [embed an element](../guides/embed.md).',
    common.length > 0 ? `## All of them\n\n${attributeTable(common)}` : '',
    ...elements.map(({ tag, path, header, attributes }) =>
      [`## \`<${tag}>\``, header, attributeTable(attributes), `[${path}](../../${path})`]
        .filter(Boolean)
        .join('\n\n'),
    ),
  );
}

/** The classes of every widget's file, as the custom elements manifest knows them. */
function classesByFile(): Map<string, Declaration[]> {
  const modules = filesOf(/^widgets\/(?!build\/|vite\.).*(?<!\.d)\.ts$/).map((path) =>
    ts.createSourceFile(path, readFileSync(root + path, 'utf8'), ts.ScriptTarget.ES2015, true),
  );
  const manifest = create({ modules, plugins: litPlugin(), context: { dev: false } });
  return new Map(
    manifest.modules.map(({ path, declarations = [] }) => [
      path,
      declarations.filter(({ kind }) => kind === 'class'),
    ]),
  );
}

/** The elements that a file defines: `define('lobi-task-line', TaskLine)`. */
function elementsIn(path: string, declarations: Declaration[]): Element[] {
  const text = readFileSync(root + path, 'utf8');
  return [...text.matchAll(/^define\('(lobi-[a-z-]+)', (\w+)\)/gm)].map(([, tag = '', name]) => {
    const attributes = declarations.find((each) => each.name === name)?.attributes ?? [];
    const isOwn = (each: Attribute) => !each.inheritedFrom && !isInner(each.name, text);
    return { tag, path, header: headerOf(text), attributes: attributes.filter(isOwn) };
  });
}

/** Whether a property is the element's own state, or set by another element only. */
function isInner(name: string, text: string): boolean {
  return new RegExp(`\\b${name}: \\{[^}]*(state: true|attribute: false)`).test(text);
}

function headerOf(text: string): string {
  const [, comment = ''] = /^\s*\/\*\*(.*?)\*\//s.exec(text) ?? [];
  return comment.replace(/^ *\* ?/gm, '').trim();
}

function attributeTable(attributes: Attribute[]): string {
  return table(
    ['attribute', 'type', 'meaning'],
    attributes.map(({ name, type, description, default: preset }) => [
      code(name),
      code(type?.text ?? ''),
      `${description ?? ''}${preset ? ` Default: ${code(preset)}.` : ''}`,
    ]),
  );
}
