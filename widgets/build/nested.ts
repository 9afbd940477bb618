/** A build inside the build: what must not share chunks with the elements is bundled apart, and its files are put beside theirs. */
import type { InlineConfig, Rolldown } from 'vite';
import { build, mergeConfig } from 'vite';

export interface BuiltFile {
  fileName: string;
  source: string | Uint8Array;
}

type Watching = Pick<Rolldown.PluginContext, 'addWatchFile'>;

/** The files of another build, its first entry first; changes of its modules build again. */
export async function filesOf(watching: Watching, config: InlineConfig): Promise<BuiltFile[]> {
  const plain: InlineConfig = {
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: { write: false },
  };
  const built = await build(mergeConfig(plain, config));
  const { output } = [built].flat()[0] as Rolldown.RolldownOutput;
  for (const file of output) {
    if (file.type !== 'chunk') continue;
    for (const id of Object.keys(file.modules))
      if (id.startsWith('/')) watching.addWatchFile(id.split('?')[0]!);
  }
  return output.map((file) => ({
    fileName: file.fileName,
    source: file.type === 'chunk' ? file.code : file.source,
  }));
}
