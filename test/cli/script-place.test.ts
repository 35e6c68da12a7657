import { describe, expect, it } from 'vitest';
import { findScriptPlace } from '../../src/cli/set-up/script-place.js';
import type { SourceFolder } from '../../src/shell/index.js';

const FOLDER: SourceFolder = { list: async () => [], read: async () => new Uint8Array() };

const place = async (path: string | undefined, cwd: string, mounts: readonly string[] = []) => {
  const openFolder = async (at: string) => (at.startsWith('/gone') ? undefined : FOLDER);
  const { folders = {}, ...rest } = await findScriptPlace(path, { cwd, mounts, openFolder });
  return { ...rest, folders: Object.keys(folders) };
};

describe('a script', () => {
  it.each([
    ['setup.sh', '/home/me/net', 'setup.sh', '/home/me/net'],
    ['/home/me/net/setup.sh', '/home/me/net', '/home/me/net/setup.sh', '/home/me/net'],
    // Below its folder: the caller's place is open to it too.
    ['../setup.sh', '/home/me/net/sub', '../setup.sh', '/home/me/net/sub'],
    ['net/setup.sh', '/home/me', '/home/me/net/setup.sh', '/home/me/net'],
    ['/home/me/net/setup.sh', '/', '/home/me/net/setup.sh', '/home/me/net'],
    ['/home/me/net/setup.sh', '/home/me/network', '/home/me/net/setup.sh', '/home/me/net'],
  ])('%s called in %s is named %s and runs in %s', async (path, from, name, cwd) => {
    expect(await place(path, from)).toEqual({ name, cwd, folders: ['/home/me/net'] });
  });

  it('runs where the caller is when that is mounted, as under Bash', async () => {
    expect(await place('net/setup.sh', '/home/me', ['.'])).toEqual({
      name: 'net/setup.sh',
      cwd: '/home/me',
      folders: ['/home/me', '/home/me/net'],
    });
    expect(await place(undefined, '/home/me', ['../me', '/srv'])).toEqual({
      cwd: '/home/me',
      folders: ['/home/me', '/srv'],
    });
  });

  it.each([['/setup.sh'], ['/dev/fd/63'], ['/usr/bin/wg-quick']])(
    'that is %s sees nothing of this machine',
    async (path) => {
      expect(await place(path, '/home')).toEqual({ name: path, cwd: '/root', folders: [] });
    },
  );

  it('from standard input sees nothing of this machine', async () => {
    expect(await place(undefined, '/home')).toEqual({ cwd: '/root', folders: [] });
  });

  it.each([
    ['/gone', '--mount /gone: no such folder'],
    ['/', '--mount /: belongs to the simulated machine'],
    ['/usr/../proc', '--mount /usr/../proc: belongs to the simulated machine'],
  ])('is not run with %s mounted', async (mount, message) => {
    await expect(place('setup.sh', '/home', [mount])).rejects.toMatchObject({ message, exit: 2 });
  });
});
