import { describe, expect, it } from 'vitest';
import { findNode, pathInTree, type VirtualTree } from '../../../src/shell/files/virtual-tree.js';

const file = { read: () => '' };
const tree: VirtualTree = {
  root: '/proc/x',
  files: () =>
    new Map([
      ['b/d', file],
      ['b/c', file],
      ['a', file],
    ]),
};

describe('a path in a tree', () => {
  it.each([
    ['/proc/x', ''],
    ['/proc/x/b/c', 'b/c'],
    ['/proc', undefined],
    ['/proc/xy', undefined],
  ])('%s', (path, below) => {
    expect(pathInTree(tree, path)).toBe(below);
  });
});

describe('what stands at a path', () => {
  it.each([
    ['', { kind: 'folder', names: ['a', 'b'] }],
    ['b', { kind: 'folder', names: ['c', 'd'] }],
    ['b/c', { kind: 'file', file }],
    ['b/', { kind: 'absent' }],
    ['c', { kind: 'absent' }],
    ['a/b', { kind: 'absent' }],
  ])('%j', (path, node) => {
    expect(findNode(tree, path)).toEqual(node);
  });

  it('is the root even when there is no file', () => {
    expect(findNode({ root: '/x', files: () => new Map() }, '')).toEqual({
      kind: 'folder',
      names: [],
    });
  });
});
