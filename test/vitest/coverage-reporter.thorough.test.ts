import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const docs = readFileSync(new URL('docs/matchers.md', ROOT), 'utf8');
const path = (name: string): string => fileURLToPath(new URL(name, ROOT));

/** The files of the suite that the page shows, by name. */
const FILES: Readonly<Record<string, string>> = Object.fromEntries(
  [...docs.matchAll(/<!-- file: (\S+) -->\n\n```ts\n([^]*?)^```/gm)].map(([, name, text]) => [
    name,
    text,
  ]),
);

let folder: string | undefined;

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** Runs Vitest itself on a suite, with the project's sources for its package; gives what it prints after its own summary. */
async function runSuite(files: Readonly<Record<string, string>>): Promise<string> {
  folder = mkdtempSync(join(tmpdir(), 'nexthop-suite-'));
  symlinkSync(path('node_modules'), join(folder, 'node_modules'));
  const own = files['vitest.config.ts']?.replace('nexthop/vitest', path('src/vitest/index.ts'));
  const config = [
    "import { mergeConfig } from 'vitest/config';",
    `import project from '${path('vitest.config.ts')}';`,
    "import own from './own.config.js';",
    'export default mergeConfig(own, { resolve: project.resolve });',
  ].join('\n');
  const all = {
    ...files,
    'package.json': '{ "type": "module" }',
    'own.config.ts': own ?? '',
    'vitest.config.ts': config,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const env = { ...Object.fromEntries(others), NO_COLOR: '1' };
  const argv = [path('node_modules/vitest/vitest.mjs'), 'run', '--root', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env }, (_, stdout) => {
      resolve(/^ +Duration .*\n+([^]*)$/m.exec(stdout)?.[1]?.trim() ?? stdout);
    });
  });
}

describe('CoverageReporter', () => {
  it('prints what docs/matchers.md shows', async () => {
    const [, shown] = /<!-- suite -->\n\n```\n([^`]*)^```/m.exec(docs) ?? [];
    expect(`${await runSuite(FILES)}\n`).toBe(shown);
  });

  it('says nothing of a suite that sends no packet', async () => {
    const quiet = "import { expect, test } from 'vitest'; test('one', () => expect(1).toBe(1));";
    const config = FILES['vitest.config.ts'] ?? '';
    expect(await runSuite({ 'vitest.config.ts': config, 'one.test.ts': quiet })).toBe('');
  });

  it('reports behaviour classes too, when asked', async () => {
    const config = FILES['vitest.config.ts']?.replace(
      'CoverageReporter()',
      'CoverageReporter({ classes: true })',
    );
    const printed = await runSuite({ ...FILES, 'vitest.config.ts': config ?? '' });
    expect(printed).toMatch(/^behaviour classes: 2 of \d+ met$/m);
    expect(printed).toMatch(/^ {2}no packet {2}IPv4 sent: is dropped at filter OUTPUT rule 1/m);
  });
});
