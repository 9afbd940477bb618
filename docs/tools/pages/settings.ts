import { SETTINGS } from '#kernel/config/settings.ts';
import { code, page, table } from './markdown.ts';

export function settingsPage(): string {
  return page(
    'Settings of the environment',
    'Each also as `NAME_FILE` (a file that holds the value), or as a line of the file that `LOBI_CONFIG` names (`LOBI_DATA/lobi.yaml` where present). The environment wins over the file. `npm run lobi -- config` prints what is in force. A wrong one stops the start with its name, its fault and an example (exit code 78).',
    table(
      ['name', 'meaning', 'default', 'example'],
      SETTINGS.map(([, { name, says, example, secret, preset }]) => [
        code(name),
        secret ? `${says} (secret)` : says,
        presetOf(name, preset),
        code(example),
      ]),
    ),
  );
}

/** Defaults that differ from machine to machine are said in words, so that this page is the same on all of them. */
function presetOf(
  name: string,
  preset: (values: Record<string, unknown>, environment: NodeJS.ProcessEnv) => unknown,
): string {
  const spoken: Record<string, string> = {
    LOBI_TIME_ZONE: 'the machine’s',
    LOBI_LOG_FORMAT: '`pretty` on a terminal, else `json`',
  };
  const value = preset({ host: 'LOBI_HOST', httpPort: 'LOBI_HTTP_PORT' }, {});
  if (spoken[name]) return spoken[name];
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return 'unset';
  const text = String(value);
  return text.startsWith('LOBI_') ? `as ${code(text)}` : code(text);
}
