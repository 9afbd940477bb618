// Small parts of a Markdown page.

/** A page with its title, its sentence and a note that it is generated. */
export function page(title: string, says: string, ...parts: string[]): string {
  return `${[
    `# ${title}`,
    says,
    '<!-- Written by `npm run docs` from the code. Change the code, not this page. -->',
    ...parts,
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

/** A table; nothing where it would have no row. */
export function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Code in a line. */
export const code = (text: string) => (text === '' ? '' : `\`${text}\``);

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').trim();

/** Things in the order of their names, the same on every machine. */
export function byName<T extends { name: string }>(things: Iterable<T>): T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Groups by a key, in the order in which the keys first come. */
export function grouped<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing]);
  return groups;
}
