import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const longestFile = 400;
const fullestFolder = 30;
const nodeLayers = new Set(['shell', 'cli']);

/** The ordered layers: the first word of each line in the block that starts with ```layers. */
function readLayers(markdown: string): string[] {
  const block = /```layers\n([\s\S]*?)```/.exec(markdown)?.[1];
  if (block === undefined) throw new Error('docs/architecture.md has no ```layers block');
  return block
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[0] ?? '')
    .filter((word) => word !== '' && !word.startsWith('#'))
    .map((word) => word.replace(/^src\//, '').replace(/\/$/, ''));
}

/** The layer of a path below src/: its folder; undefined for a file that lies in src/ itself. */
function layerOf(path: string): string | undefined {
  return path.includes('/') ? path.split('/')[0] : undefined;
}

function resolveImport(from: string, specifier: string): string {
  const resolved = new URL(specifier, `file:///${from}`).pathname.slice(1);
  return resolved.replace(/\.js$/, '.ts');
}

/** Every broken rule, as a sentence; empty when the sources keep to docs/architecture.md. */
function findViolations(files: ReadonlyMap<string, string>, layers: readonly string[]): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const layer = layerOf(path);
    // Files in src/ itself lie under all layers, but for index.ts, which lies on top.
    const depth = layer === undefined ? -1 : layers.indexOf(layer);
    if (layer !== undefined && depth < 0) found.push(`${path}: ${layer} is not in the layers`);
    const lines = text.split('\n').length - 1;
    if (lines > longestFile && !/(^|\/)data\//.test(path)) {
      found.push(`${path}: ${lines} lines, more than ${longestFile}`);
    }
    for (const { fileName: specifier } of ts.preProcessFile(text).importedFiles) {
      if (specifier.startsWith('node:') && !nodeLayers.has(layer ?? '')) {
        found.push(`${path}: imports ${specifier}, the core has no Node`);
      }
      if (specifier === 'ip-num' && layer !== 'address') {
        found.push(`${path}: imports ip-num, which only address/ may`);
      }
      if (!specifier.startsWith('.')) continue;
      const target = resolveImport(path, specifier);
      if (!files.has(target)) found.push(`${path}: ${specifier} is no source file`);
      if (path === 'index.ts') continue;
      const targetLayer = layerOf(target);
      const targetDepth = targetLayer === undefined ? -1 : layers.indexOf(targetLayer);
      if (target === 'index.ts' || targetDepth > depth) {
        found.push(`${path}: imports ${target}, which is not above it in the layers`);
      }
    }
  }
  const counts = new Map<string, number>();
  for (const path of files.keys()) {
    const folder = path.replace(/[^/]*$/, '');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  for (const [folder, count] of counts) {
    if (count > fullestFolder) {
      found.push(`${folder}: ${count} files, more than ${fullestFolder}`);
    }
  }
  return found;
}

/**
 * Files by which some circles of imports run, all of types alone. An answer of a host names the host that it leaves; a device is of a kind, and what its
 * kind says of a device is in the table of all kinds.
 */
const KNOTS: ReadonlySet<string> = new Set(['host/host.ts', 'namespace/link.ts']);

/** A circle of imports, those of types too, as one sentence; undefined when there is none besides those by way of `knots`. */
function findCircle(
  files: ReadonlyMap<string, string>,
  knots: ReadonlySet<string>,
): string | undefined {
  const imports = new Map(
    [...files].map(([path, text]) => [
      path,
      ts
        .preProcessFile(text)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => resolveImport(path, fileName))
        .filter((target) => !knots.has(target)),
    ]),
  );
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (path: string): string | undefined => {
    if (done.has(path)) return undefined;
    const at = way.indexOf(path);
    if (at >= 0) return [...way.slice(at), path].join(' imports ');
    way.push(path);
    for (const target of imports.get(path) ?? []) {
      const circle = visit(target);
      if (circle !== undefined) return circle;
    }
    way.pop();
    done.add(path);
    return undefined;
  };
  for (const path of files.keys()) {
    const circle = visit(path);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function readSources(): Map<string, string> {
  const folder = new URL('src/', root);
  const paths = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .toSorted();
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, folder), 'utf8')]));
}

describe('the layers of src/', () => {
  const layers = readLayers(readFileSync(new URL('docs/architecture.md', root), 'utf8'));
  const sources = readSources();

  it('are kept by every source file', () => {
    expect(sources.size).toBeGreaterThan(0);
    expect(findViolations(sources, layers)).toEqual([]);
  });

  it('have no circle of imports, not even of types', () => {
    expect(findCircle(sources, KNOTS)).toBeUndefined();
  });

  it.each([...KNOTS])('are in a circle by way of %s', (knot) => {
    expect(findCircle(sources, new Set([...KNOTS].filter((one) => one !== knot)))).toContain(knot);
  });
});

describe('the check of circles', () => {
  const files = new Map([
    ['a/one.ts', "import { two } from './two.js';\n"],
    ['a/two.ts', "import { three } from '../b/three.js';\nimport { four } from './four.js';\n"],
    ['a/four.ts', ''],
    ['b/three.ts', "import { four } from '../a/four.js';\n"],
  ]);

  it('finds none where two ways lead to one file', () => {
    expect(findCircle(files, new Set())).toBeUndefined();
  });

  it.each([
    ['of values', "export * from './two.js';\n"],
    ['of types', "import type { Two } from './two.js';\n"],
    ['of types among values', "import { one, type Two } from './two.js';\n"],
    ['of a type that is named where it is used', "type Two = import('./two.js').Two;\n"],
    ['of what is loaded late', "await import('./two.js');\n"],
  ])('finds one %s', (_name, text) => {
    const changed = new Map(files).set('a/four.ts', text);
    expect(findCircle(changed, new Set())).toBe(
      'a/two.ts imports b/three.ts imports a/four.ts imports a/two.ts',
    );
    expect(findCircle(changed, new Set(['a/two.ts']))).toBeUndefined();
  });
});

describe('the check of the layers', () => {
  const layers = readLayers('text\n```layers\naddress/   words\nfib\nshell\n```\n');
  const violationsOf = (path: string, text: string): string[] =>
    findViolations(
      new Map([
        ['address/prefix.ts', ''],
        ['fib/table.ts', ''],
        ['errno.ts', ''],
        ['index.ts', ''],
        [path, text],
      ]),
      layers,
    );

  it.each([
    ['an import from a layer below', 'address/a.ts', "import { t } from '../fib/table.js';\n"],
    ['a type import from below', 'address/a.ts', "import type { T } from '../fib/table.js';\n"],
    ['a dynamic import from below', 'address/a.ts', "await import('../fib/table.js');\n"],
    ['a re-export from below', 'address/a.ts', "export * from '../fib/table.js';\n"],
    ['an import from index.ts', 'fib/a.ts', "import { t } from '../index.js';\n"],
    ['a layer under all layers', 'errno.ts', "import { t } from './fib/table.js';\n"],
    ['a folder that is not listed', 'odd/a.ts', ''],
    ['a file that does not exist', 'fib/a.ts', "import { g } from './gone.js';\n"],
    ['ip-num outside address/', 'fib/a.ts', "import { IPv4 } from 'ip-num';\n"],
    ['Node in the core', 'fib/a.ts', "import { readFileSync } from 'node:fs';\n"],
    ['a long file', 'fib/a.ts', '\n'.repeat(longestFile + 1)],
  ])('finds %s', (_name, path, text) => {
    expect(violationsOf(path, text)).toHaveLength(1);
  });

  it('finds a folder of too many files', () => {
    const files = (count: number): Map<string, string> =>
      new Map(Array.from({ length: count }, (_, number) => [`fib/f${number}.ts`, '']));
    expect(findViolations(files(fullestFolder), layers)).toEqual([]);
    expect(findViolations(files(fullestFolder + 1), layers)).toHaveLength(1);
  });

  it.each([
    ['an import from a layer above', 'fib/a.ts', "import { p } from '../address/prefix.js';\n"],
    ['an import from its own layer', 'fib/a.ts', "import { t } from './table.js';\n"],
    ['errno.ts from everywhere', 'address/a.ts', "import { e } from '../errno.js';\n"],
    ['ip-num in address/', 'address/a.ts', "import { IPv4 } from 'ip-num';\n"],
    ['Node in the shell', 'shell/a.ts', "import { argv } from 'node:process';\n"],
    ['a long table of data', 'fib/data/a.ts', '\n'.repeat(longestFile + 1)],
    ['index.ts naming any layer', 'index.ts', "export { t } from './fib/table.js';\n"],
  ])('allows %s', (_name, path, text) => {
    expect(violationsOf(path, text)).toEqual([]);
  });
});
