import { existsSync } from 'node:fs';
import { root } from '#test/check/files.ts';
import { pascal, type Skeleton } from './skeleton.ts';

/** An element that stands alone in host pages: `people-birthday` → `<lobi-birthday>` in widgets/people/birthday.ts. */
export function element(name: string): Skeleton {
  const [folder = '', ...rest] = name.split('-');
  const noun = rest.join('-');
  return {
    files: { [`widgets/${folder}/${noun}.ts`]: source(noun), ...words(folder) },
    lines: [
      {
        path: 'widgets/index.ts',
        at: /^\s+'lobi-.*import\(.*$/,
        put: `$&\n  'lobi-${noun}': () => import('./${folder}/${noun}.ts'),`,
      },
    ],
    next: [
      `Its header comment is its documentation (npm run docs); attributes are described where they are declared.`,
      `Words for people go into widgets/${folder}/texts/{tr,pl,en}.json and are said by this.t('key').`,
      'Look at it in three widths (360, 900, 1440), light and dark, in three languages, empty, full and failing.',
    ],
  };
}

function source(noun: string): string {
  const Class = pascal(noun);
  return `/**
 * \`<lobi-${noun} of="person:ID">\`: what it shows, in a sentence.
 *
 * Events: none yet.
 */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type { Piece } from '../kernel/box.ts';
import { BoxElement } from '../kernel/box.ts';
import { define } from '../kernel/element.ts';
import type { Row } from '../kernel/refs.ts';
import { RecordWatch } from '../kernel/watch.ts';
import { words } from './texts.ts';

export class ${Class} extends BoxElement {
  static override texts = words;
  static override properties = { of: {} };

  /** The record that is shown: "person:01J…". */
  declare of: string;

  readonly record = new RecordWatch<Row>(this, () => this.of);

  protected override main() {
    return this.record;
  }

  /** After 150 ms, in the shape of what comes. */
  protected override bones(): TemplateResult {
    return html\`<p class="bone"></p>\`;
  }

  protected override body(): Piece {
    return html\`<p>\${this.record.ref?.id}</p>\`;
  }
}

define('lobi-${noun}', ${Class});
`;
}

/** The folder's words, where it has none yet. */
function words(folder: string): Record<string, string> {
  if (existsSync(`${root}widgets/${folder}/texts.ts`)) return {};
  const loader = (lang: string) =>
    `  ${lang}: () => import('./texts/${lang}.json', { with: { type: 'json' } }),`;
  return {
    [`widgets/${folder}/texts.ts`]: `import type { TextLoaders } from '../kernel/i18n.ts';

export const words: TextLoaders = {
${['tr', 'pl', 'en'].map(loader).join('\n')}
};
`,
    [`widgets/${folder}/texts/tr.json`]: '{}\n',
    [`widgets/${folder}/texts/pl.json`]: '{}\n',
    [`widgets/${folder}/texts/en.json`]: '{}\n',
  };
}
