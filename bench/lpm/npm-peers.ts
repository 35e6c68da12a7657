/** Longest-prefix match from npm, and two that are written by hand often. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LongestPrefixMatch from 'longest-prefix-match';
import { open } from 'maxmind';
import { Reader } from 'mmdb-lib';
import type { PrefixTable } from './prefix-table.js';
import type { MakeStringPeer, StringPeer } from './string-peer.js';
import { writeMmdb } from './write-mmdb.js';

/** What an answer of the databases is: the value itself. The packages' types know MaxMind's own only. */
interface NumberReader {
  get(address: string): unknown;
}

function readAll(reader: NumberReader): (texts: readonly string[], out: Int32Array) => void {
  return (texts, out) => {
    for (let at = 0; at < texts.length; at++) {
      const value = reader.get(texts[at] ?? '');
      out[at] = typeof value === 'number' ? value : -1;
    }
  };
}

/** Without a cache, as it comes. */
export const makeMmdbLib: MakeStringPeer = (table) => ({
  name: 'mmdb-lib',
  lookupAll: readAll(new Reader(writeMmdb(table))),
});

/** The same reader with the cache of 10,000 values that the package adds. It reads files only. */
export async function makeMaxmind(table: PrefixTable): Promise<StringPeer> {
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-bench-'));
  try {
    const file = join(folder, 'table.mmdb');
    writeFileSync(file, writeMmdb(table));
    return { name: 'maxmind', lookupAll: readAll(await open(file)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** It matches prefixes, not addresses: the length is put behind each address, as its documentation says. */
export const makeLongestPrefixMatch: MakeStringPeer = ({ family, texts: prefixes }) => {
  const peer = new LongestPrefixMatch<number>();
  for (const [id, text] of prefixes.entries()) peer.addPrefix(text, id);
  const length = family === 4 ? '/32' : '/128';
  return {
    name: 'longest-prefix-match',
    lookupAll: (texts, out) => {
      for (let at = 0; at < texts.length; at++) {
        out[at] = peer.getMatch((texts[at] ?? '') + length)[0] ?? -1;
      }
    },
  };
};
