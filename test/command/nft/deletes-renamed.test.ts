import { expect, test } from 'vitest';
import { deletesRenamed } from '../../../src/command/nft/run/deletes-renamed.js';
import type { Request } from '../../../src/netfilter/nft/request/request.js';

const inTable = { family: 'ip', table: 't' } as const;
const rename: Request = { ...inTable, kind: 'rename chain', chain: 'c', handle: 1, to: 'd' };

function deletionOf(table: string): Request {
  return { kind: 'delete table', family: 'ip', table: { name: table }, ignored: false };
}

test('a table is deleted behind a rename in it', () => {
  expect(deletesRenamed([rename, deletionOf('t')])).toBe(true);
});

test('a table is deleted before a rename in it', () => {
  expect(deletesRenamed([deletionOf('t'), rename])).toBe(false);
});

test('another table is deleted', () => {
  expect(deletesRenamed([rename, deletionOf('u')])).toBe(false);
});
