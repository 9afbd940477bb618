/**
 * `mail-frame.html`: the page that HTML mail is shown in, script and style inside it, so that its policy can name the script by
 * its hash and allow nothing else: a sandboxed frame has no origin of its own that 'self' could mean.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { filesOf } from './nested.ts';

export const frameFile = 'mail-frame.html';

/** `script` is the frame's script below the root; its page stands beside it. */
export function mailFrame(root: string, script: string): Plugin {
  const entry = join(root, script);
  const page = join(dirname(entry), frameFile);
  return {
    name: 'lobi-mail-frame',
    apply: 'build',
    async generateBundle() {
      const [built] = await filesOf(this, {
        build: {
          target: 'es2022',
          lib: { entry, formats: ['iife'], name: 'lobiMailFrame' },
        },
      });
      this.addWatchFile(page);
      // "</script" inside the code would end it early.
      const code = String(built!.source).trim().replaceAll('</script', '<\\/script');
      const source = readFileSync(page, 'utf8').replace('<!-- script -->', () => `<script>${code}</script>`);
      this.emitFile({ type: 'asset', fileName: frameFile, source });
    },
  };
}
