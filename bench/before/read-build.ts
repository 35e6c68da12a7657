import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as nexthop from '../../src/index.js';
import type * as verify from '../../src/verify/index.js';

/** What a build of the package exports, of this commit or of another. */
export type Build = typeof nexthop & typeof verify;

const ENTRY = "export * from './src/index.js';\nexport * from './src/verify/index.js';\n";

/**
 * The package as it is here, and as it was at a commit, made alike: one file each.
 *
 * @throws Error when the repository doesn't have the commit
 */
export async function readBuilds(
  commit: string,
): Promise<{ readonly before: Build; readonly now: Build }> {
  mkdirSync('build', { recursive: true });
  // In the project's folder, where its packages are found.
  const folder = mkdtempSync(join('build', 'before-'));
  try {
    const archive = join(folder, 'src.tar');
    execFileSync('git', ['archive', '--output', archive, commit, 'src'], { stdio: 'pipe' });
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    const before = await readBuild(folder, folder);
    return { before, now: await readBuild('.', folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readBuild(sources: string, folder: string): Promise<Build> {
  const outfile = resolve(folder, `${sources === folder ? 'before' : 'now'}.mjs`);
  await build({
    stdin: { contents: ENTRY, loader: 'ts', resolveDir: resolve(sources) },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const exported: Build = await import(pathToFileURL(outfile).href);
  return exported;
}
