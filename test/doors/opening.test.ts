import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError, readConfig } from '#kernel/config.ts';
import { serve } from '#server/serve.ts';

for (const name of ['LOBI_HTTP_PORT', 'LOBI_SMTP_PORT', 'LOBI_SUBMISSION_PORT'])
  test(`a port that another program uses stops the start with ${name}, and nothing is left open`, async (t) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.teardown(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const config = readConfig({
      LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
      LOBI_LOG_LEVEL: 'fatal',
      LOBI_HTTP_PORT: '0',
      LOBI_SMTP_PORT: '0',
      LOBI_SUBMISSION_PORT: '0',
      [name]: String(port),
    });
    const fault = await t.throwsAsync(serve(config), { instanceOf: ConfigError });
    t.is(fault.setting, name);
    t.regex(fault.message, /another program uses already\. For example/);
  });

test('sample data is refused where strangers reach the house', async (t) => {
  const config = readConfig({
    LOBI_DATA: mkdtempSync(join(tmpdir(), 'lobi-opening-')),
    LOBI_HOST: '0.0.0.0',
  });
  await t.throwsAsync(serve(config, { demo: true }), { code: 'demo.outside' });
});
