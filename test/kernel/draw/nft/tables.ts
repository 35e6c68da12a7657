import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { baseOf, REGULAR, someChains } from './chains.js';
import { namedSets, type NamedSet } from './named-sets.js';
import type { NftChain, NftFamily } from './place.js';
import { rareObjects } from './rare-statement.js';
import { rules } from './rules.js';

/** A table that scripts make. */
export interface NftTable {
  readonly family: NftFamily;
  readonly name: string;
}

/** A table as the lines of a file, with its sets, its chains and their rules. */
export function tableBlock(pool: Pool, table: NftTable): fc.Arbitrary<string> {
  return someChains()
    .chain((chains) =>
      fc.tuple(
        fc.tuple(...namedSets(pool).map(setBlock)),
        fc.tuple(
          ...[...REGULAR.toReversed(), ...chains].map((chain) => chainBlock(pool, table, chain)),
        ),
      ),
    )
    .map(([sets, chains]) =>
      [`table ${table.family} ${table.name} {`, ...rareObjects(pool), ...sets, ...chains, '}'].join(
        '\n',
      ),
    );
}

function setBlock({ kind, name, make, element }: NamedSet): fc.Arbitrary<string> {
  // Of elements that overlap nft refuses all: one is always taken.
  const elements = weighted<readonly string[]>(
    [2, fc.constant([])],
    [3, element.map((found) => [found])],
    [1, fc.uniqueArray(element, { minLength: 2, maxLength: 3 })],
  );
  return elements.map((found) =>
    [
      `  ${kind} ${name} {`,
      ...make.split(/ ;(?: |$)/).flatMap((line) => (line === '' ? [] : [`    ${line}`])),
      ...(found.length > 0 ? [`    elements = { ${found.join(', ')} }`] : []),
      '  }',
    ].join('\n'),
  );
}

function chainBlock(pool: Pool, { family }: NftTable, chain: NftChain): fc.Arbitrary<string> {
  const lines = fc.array(rules({ pool, family, chain }), { maxLength: 4 });
  return fc
    .tuple(baseOf(chain), lines)
    .map(([base, found]) =>
      [
        `  chain ${chain.name} {`,
        ...(base === '' ? [] : [`    ${base}`]),
        ...found.map((rule) => `    ${rule}`),
        '  }',
      ].join('\n'),
    );
}
