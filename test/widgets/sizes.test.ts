// What an element needs for its first picture: nothing that only some readers need may slip into it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { builtElements } from './support/stage.ts';

/** Kilobytes with gzip: loader, code and one language. The wish for the card is 14; Lit alone is 5.8 of them, the look 2. */
const budgets: Record<string, number> = {
  'lobi-contact-card': 16,
  'lobi-mail-thread': 27,
  'lobi-composer': 30,
};

for (const [element, most] of Object.entries(budgets)) {
  test(`${element} draws its first picture from ${most} KB at most`, (t) => {
    const { folder, manifest } = builtElements();
    const files = manifest.elements[element] ?? [];
    const sizes = files.map(
      (file) => [file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length] as const,
    );
    const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
    t.log(`${(bytes / 1024).toFixed(1)} KB in ${files.length} files`);
    t.true(files.length > 3);
    t.true(bytes <= most * 1024, sizes.map(([file, size]) => `${file} ${size}`).join('\n'));
  });
}

test('the socket, the mail frame, the composer and what speaks in trouble come later', (t) => {
  const { manifest, folder } = builtElements();
  for (const files of [manifest.elements['lobi-contact-card']!, manifest.elements['lobi-mail-thread']!]) {
    const code = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    for (const [part, sign] of Object.entries({
      'socket.io': 'EIO',
      composer: 'lobi-drop-over',
      trouble: 'lobi-trouble-retry`)',
      frame: 'allow-popups',
    })) {
      t.false(code.includes(sign), `${part} is in the first picture`);
    }
  }
});
