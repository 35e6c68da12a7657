import { InMemoryFs } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { Disk } from '../../../src/shell/files/disk.js';
import type { FolderEntry, SourceFolder } from '../../../src/shell/files/source-folder.js';

type Tree = { readonly [name: string]: string | { readonly link: string } | Tree };

const isLink = (node: Tree[string]): node is { readonly link: string } =>
  typeof node === 'object' && typeof node.link === 'string';

/** A source that stands for nothing but data, and notes what was asked of it. */
function treeSource(tree: Tree): SourceFolder & { readonly asked: string[] } {
  const asked: string[] = [];
  const find = (path: string): Tree[string] => {
    let node: Tree[string] = tree;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const next: Tree[string] | undefined =
        typeof node === 'object' && !isLink(node) ? node[name] : undefined;
      if (next === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      node = next;
    }
    return node;
  };
  const entryOf = ([name, node]: [string, Tree[string]]): FolderEntry => {
    if (typeof node === 'string') {
      return { kind: 'file', name, mode: 0o640, sizeBytes: node.length, changed: new Date(7) };
    }
    return isLink(node)
      ? { kind: 'link', name, target: node.link }
      : { kind: 'folder', name, mode: 0o750 };
  };
  return {
    asked,
    list: async (path) => {
      asked.push(`list ${path}`);
      return Object.entries(find(path)).map(entryOf);
    },
    read: async (path) => {
      asked.push(`read ${path}`);
      const node = find(path);
      if (typeof node !== 'string') throw new Error('EISDIR: is a directory');
      return new TextEncoder().encode(node);
    },
  };
}

function diskWith(tree: Tree, at = '/script') {
  const source = treeSource(tree);
  const disk = new Disk(new InMemoryFs(), { [at]: source });
  const text = async (path: string) => new TextDecoder().decode(await disk.readFileBuffer(path));
  return { source, disk, text };
}

describe('a disk on which a folder from outside lies', () => {
  it('asks the folder only for what is looked at', async () => {
    const { source, disk, text } = diskWith({ a: { b: { c: 'text' }, d: {} }, e: 'other' });
    expect(source.asked).toEqual([]);
    expect(await disk.exists('/tmp')).toBe(false);
    expect(source.asked).toEqual([]);
    expect(await disk.stat('/script/a/b/c')).toMatchObject({ isFile: true, size: 4, mode: 0o640 });
    expect(source.asked).toEqual(['list ', 'list a', 'list a/b']);
    expect(await text('/script/a/b/c')).toBe('text');
    expect(await text('/script/a/b/c')).toBe('text');
    expect(source.asked.slice(3)).toEqual(['read a/b/c']);
    expect(await disk.readdir('/script')).toEqual(['a', 'e']);
    expect(source.asked).toHaveLength(4);
  });

  it('keeps what is changed to itself', async () => {
    const { disk, text, source } = diskWith({ a: 'old', b: { c: 'c' }, d: 'd' });
    await disk.appendFile('/script/a', ' new');
    await disk.writeFile('/script/b/n', 'n');
    await disk.rm('/script/d', { recursive: false, force: false });
    await disk.chmod('/script/b/c', 0o755);
    expect(await text('/script/a')).toBe('old new');
    expect(await disk.readdir('/script')).toEqual(['a', 'b']);
    expect(await disk.readdir('/script/b')).toEqual(['c', 'n']);
    expect(await disk.stat('/script/b/c')).toMatchObject({ mode: 0o755, size: 1 });
    expect(new Set(source.asked)).toEqual(new Set(['list ', 'list b', 'read a', 'read b/c']));
  });

  it('does not bring back what is gone', async () => {
    const { disk } = diskWith({ b: { c: { d: 'd' } } });
    await disk.rm('/script/b', { recursive: true, force: false });
    await disk.mkdir('/script/b', false);
    expect(await disk.readdir('/script/b')).toEqual([]);
  });

  it('moves and copies a folder that was not looked into, with all that is in it', async () => {
    const { disk, text } = diskWith({ b: { c: { d: 'd', l: { link: 'd' } } } });
    await disk.cp('/script/b', '/copy', true);
    await disk.mv('/script/b', '/moved');
    expect(await text('/copy/c/l')).toBe('d');
    expect(await text('/moved/c/l')).toBe('d');
    expect(await disk.exists('/script/b')).toBe(false);
  });

  it('removes an empty folder only', async () => {
    const { disk } = diskWith({ b: { c: 'c' } });
    await expect(disk.rm('/script/b', { recursive: false, force: false })).rejects.toThrow(
      'ENOTEMPTY',
    );
  });

  it.each(['/', '/usr/bin', '/sbin', '/dev', '/proc/sys', '/sys'])(
    'takes nothing for %s',
    (path) => {
      expect(() => diskWith({}, path)).toThrow(RangeError);
    },
  );

  it('takes nothing for the folders of the machine within one that it takes', async () => {
    const { disk } = diskWith({ bin: { nft: '' }, lib: { x: 'x' } }, '/usr');
    expect(await disk.readdir('/usr')).toEqual(['lib']);
  });
});

describe('symbolic links', () => {
  const tree: Tree = {
    in: { f: 'inside' },
    up: { link: '../secret/f' },
    abs: { link: '/secret/f' },
    dir: { link: 'in' },
    over: { link: 'dir/../in/f' },
    loop: { link: 'loop' },
    far: { link: '../../../../../../etc/shadow' },
  };

  it('lead to what the simulation has, never out of the folder', async () => {
    const { disk, text, source } = diskWith(tree);
    for (const name of ['up', 'abs', 'far', 'loop']) {
      expect(await disk.exists(`/script/${name}`)).toBe(false);
    }
    expect(await text('/script/dir/f')).toBe('inside');
    expect(await text('/script/over')).toBe('inside');
    expect(source.asked.filter((asked) => /secret|shadow|\.\./.test(asked))).toEqual([]);
    await disk.mkdir('/secret', false);
    await disk.writeFile('/secret/f', 'own');
    expect(await text('/script/up')).toBe('own');
    expect(await text('/script/abs')).toBe('own');
  });

  it('are followed by what writes, as by what reads', async () => {
    const { disk, text } = diskWith(tree);
    await disk.writeFile('/script/dir/g', 'g');
    await disk.symlink('in/h', '/script/new');
    await disk.writeFile('/script/new', 'h');
    expect(await text('/script/in/g')).toBe('g');
    expect(await text('/script/in/h')).toBe('h');
    expect(await disk.stat('/script/new', false)).toMatchObject({ isSymbolicLink: true });
    await disk.rm('/script/dir', { recursive: true, force: false });
    expect(await disk.readdir('/script/in')).toEqual(['f', 'g', 'h']);
  });

  it('in a circle are an error of their own', async () => {
    const { disk } = diskWith(tree);
    await expect(disk.readFileBuffer('/script/loop')).rejects.toThrow('ELOOP');
  });
});
