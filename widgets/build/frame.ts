/**
 * `embed/mail-frame.html`: the page that HTML mail is shown in, script and style inside it, so that its policy can name the
 * script by its hash and allow nothing else: a sandboxed frame has no origin of its own that 'self' could mean.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { build } from 'vite';

export const frameFile = 'embed/mail-frame.html';

export function mailFrame(root: string): Plugin {
  const folder = join(root, 'mailroom', 'frame');
  return {
    name: 'lobi-mail-frame',
    apply: 'build',
    async generateBundle() {
      const script = await bundled(join(folder, 'main.ts'));
      const page = readFileSync(join(folder, 'mail-frame.html'), 'utf8').replace(
        '<!-- script -->',
        () => `<script>${script}</script>`,
      );
      this.emitFile({ type: 'asset', fileName: frameFile, source: page });
    },
  };
}

// "</script" inside the code would end it early.
async function bundled(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'lobiMailFrame' },
    },
  });
  const output = Array.isArray(built) ? built[0]! : built;
  if (!('output' in output)) throw new Error('the mail frame was not built');
  return output.output[0].code.trim().replaceAll('</script', '<\\/script');
}
