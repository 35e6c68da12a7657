import type { Pool } from '../pool.js';
import { inFile } from './commands.js';
import { namedSets, type NamedSet } from './named-sets.js';
import { rareObjects } from './rare-statement.js';
import type { NftTable } from './tables.js';

/** Tables with all chains and sets, from the beginning of many a script: priorities as people give them. */
export function nftStart(pool: Pool, tables: readonly NftTable[]): readonly string[] {
  return tables.map(({ family, name }) =>
    inFile(
      [
        `table ${family} ${name} {`,
        ...rareObjects(pool),
        ...namedSets(pool).map(makeSet),
        ...CHAINS,
        '}',
      ].join('\n'),
    ),
  );
}

function makeSet({ kind, name, make }: NamedSet): string {
  return `${kind} ${name} { ${make} }`;
}

const CHAINS = [
  'chain two { }',
  'chain one { }',
  'chain pre { type filter hook prerouting priority mangle ; }',
  'chain in { type filter hook input priority filter ; }',
  'chain forw { type filter hook forward priority filter ; }',
  'chain out { type filter hook output priority filter ; }',
  'chain way { type route hook output priority mangle ; }',
  'chain post { type filter hook postrouting priority mangle ; }',
  'chain npre { type nat hook prerouting priority dstnat ; }',
  'chain nin { type nat hook input priority srcnat ; }',
  'chain nout { type nat hook output priority -100 ; }',
  'chain npost { type nat hook postrouting priority srcnat ; }',
];
