/** The console's page and its files. They are bundled apart from the elements, whose first paint must not grow with the console. */
import { join } from 'node:path';
import type { Plugin, PluginOption } from 'vite';
import { filesOf } from './nested.ts';

export const consoleFile = 'console/index.html';

export function consolePage(root: string, version: string, plugins: () => PluginOption[]): Plugin {
  return {
    name: 'lobi-console',
    apply: 'build',
    async generateBundle() {
      const names = 'assets/console/[name]-[hash]';
      const files = await filesOf(this, {
        root,
        define: { LOBI_VERSION: JSON.stringify(version) },
        plugins: plugins(),
        build: {
          target: 'es2023',
          modulePreload: { polyfill: false },
          assetsInlineLimit: 0,
          rolldownOptions: {
            input: join(root, consoleFile),
            output: {
              entryFileNames: `${names}.js`,
              chunkFileNames: `${names}.js`,
              assetFileNames: `${names}[extname]`,
            },
          },
        },
      });
      for (const file of files) this.emitFile({ type: 'asset', ...file });
    },
  };
}
