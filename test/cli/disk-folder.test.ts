import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskFolder } from '../../src/cli/set-up/disk-folder.js';
import type { SourceFolder } from '../../src/shell/index.js';

let place = '';
let folder: SourceFolder | undefined;

beforeEach(async () => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'nexthop-folder-')));
  mkdirSync(join(place, 'own/sub'), { recursive: true });
  writeFileSync(join(place, 'secret'), 'secret');
  writeFileSync(join(place, 'own/text'), 'text', { mode: 0o640 });
  writeFileSync(join(place, 'own/sub/bytes'), Uint8Array.of(0, 0xff));
  symlinkSync('../secret', join(place, 'own/link'));
  symlinkSync('..', join(place, 'own/up'));
  execFileSync('mkfifo', [join(place, 'own/pipe')]);
  folder = await openDiskFolder(join(place, 'own'));
});

afterEach(() => {
  rmSync(place, { recursive: true });
});

const text = async (path: string) => new TextDecoder().decode(await folder?.read(path));

describe('a folder of the disk', () => {
  it('lists files, folders and links with what they are', async () => {
    const entries = [...((await folder?.list('')) ?? [])].toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    expect(entries).toEqual([
      { kind: 'link', name: 'link', target: '../secret' },
      { kind: 'folder', name: 'sub', mode: 0o755 },
      { kind: 'file', name: 'text', mode: 0o640, sizeBytes: 4, changed: expect.any(Date) },
      { kind: 'link', name: 'up', target: '..' },
    ]);
  });

  it('reads bytes as they are', async () => {
    expect(await text('text')).toBe('text');
    expect(await folder?.read('sub/bytes')).toEqual(Buffer.from([0, 0xff]));
  });

  it.each(['link', 'up/secret', '../secret', 'sub/../../secret', 'pipe', 'sub', 'none'])(
    'does not read %s',
    async (path) => {
      await expect(folder?.read(path)).rejects.toThrow(/^E(NOENT|LOOP)/);
    },
  );

  it.each(['up', '..', 'text', 'none'])('does not list %s', async (path) => {
    await expect(folder?.list(path)).rejects.toThrow(/^E(NOENT|NOTDIR)/);
  });

  it('is the folder that a link leads to, and none where there is none', async () => {
    symlinkSync('own', join(place, 'other'));
    expect((await openDiskFolder(join(place, 'other')))?.list('sub')).toBeDefined();
    expect(await openDiskFolder(join(place, 'none'))).toBeUndefined();
    expect(await openDiskFolder(join(place, 'secret'))).toBeUndefined();
  });
});
