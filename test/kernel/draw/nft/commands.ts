import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted, words } from '../words.js';
import { baseOf } from './chains.js';
import { misspelt } from './misspelt.js';
import { namedSets } from './named-sets.js';
import { NFT_CHAINS } from './place.js';
import { rules } from './rules.js';
import { tableBlock, type NftTable } from './tables.js';

/** Commands of nft as a line of a shell. */
export function nftCommands(pool: Pool, tables: readonly NftTable[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...tables).chain((table) => singleCommand(pool, table));
  return weighted(
    [40, one.map((text) => `nft '${text}'`)],
    [2.5, misspelt(one).map((text) => `nft '${text}'`)],
    [4, files(pool, tables)],
    [0.5, misspelt(files(pool, tables))],
    [2, fc.constantFrom(...tables).chain((table) => nftListings(table))],
  );
}

/** Lines of a file, all or none of which are done. */
function files(pool: Pool, tables: readonly NftTable[]): fc.Arbitrary<string> {
  const table = fc.constantFrom(...tables);
  const again = table.chain((found) =>
    tableBlock(pool, found).map(
      (block) =>
        `table ${found.family} ${found.name}\ndelete table ${found.family} ${found.name}\n${block}`,
    ),
  );
  const several = fc
    .array(
      table.chain((found) => singleCommand(pool, found)),
      { minLength: 2, maxLength: 6 },
    )
    .map((lines) => lines.join('\n'));
  return weighted([3, again], [2, several]).map(inFile);
}

/** A load of lines, as a shell has it. */
export function inFile(text: string): string {
  return `nft -f - <<'END'\n${text}\nEND`;
}

function singleCommand(pool: Pool, table: NftTable): fc.Arbitrary<string> {
  const { family, name } = table;
  const at = `${family} ${name}`;
  const chain = fc.constantFrom(...NFT_CHAINS);
  const handle = fc.integer({ min: 37, max: 49 });
  const base = chain.filter((found) => found.base !== undefined);
  const ruled = (start: string): fc.Arbitrary<string> =>
    chain.chain((found) =>
      rules({ pool, family, chain: found }).map((rule) => `${start} ${at} ${found.name} ${rule}`),
    );
  const placed = fc
    .tuple(chain, fc.constantFrom('handle', 'index', 'index'), fc.integer({ min: 0, max: 49 }))
    .chain(([found, word, number]) =>
      rules({ pool, family, chain: found }).map(
        (rule) =>
          `insert rule ${at} ${found.name} ${word} ${number % (word === 'index' ? 2 : 50)} ${rule}`,
      ),
    );
  const set = fc.constantFrom(...namedSets(pool));
  const element = (word: string): fc.Arbitrary<string> =>
    set.chain((found) =>
      fc
        .uniqueArray(word === 'delete' ? found.key : found.element, { minLength: 1, maxLength: 2 })
        .map((elements) => `${word} element ${at} ${found.name} { ${elements.join(', ')} }`),
    );
  const declared = base.chain((found) =>
    baseOf(found).map((text) => `add chain ${at} ${found.name} { ${text} }`),
  );
  return weighted(
    [16, ruled('add rule')],
    [5, ruled('insert rule')],
    [0.3, placed],
    [
      0.3,
      fc
        .tuple(chain, handle)
        .map(([{ name: found }, number]) => `delete rule ${at} ${found} handle ${number}`),
    ],
    [
      0.3,
      fc
        .tuple(handle, chain)
        .chain(([number, found]) =>
          rules({ pool, family, chain: found }).map(
            (rule) => `replace rule ${at} ${found.name} handle ${number} ${rule}`,
          ),
        ),
    ],
    [6, element('add')],
    [0.5, element('delete')],
    [1, element('destroy')],
    [0.2, element('create')],
    [0.2, element('get')],
    [2, declared],
    [
      1,
      words(
        `add chain ${at}`,
        base.map(({ name: found }) => found),
        fc.constantFrom('{ policy drop ; }', '{ policy accept ; }'),
      ),
    ],
    [
      1,
      words(
        `flush chain ${at}`,
        chain.map(({ name: found }) => found),
      ),
    ],
    [
      0.3,
      words(
        `delete chain ${at}`,
        chain.map(({ name: found }) => found),
      ),
    ],
    [
      0.3,
      words(
        `destroy chain ${at}`,
        chain.map(({ name: found }) => found),
      ),
    ],
    [0.2, fc.constantFrom(`rename chain ${at} one three`, `rename chain ${at} three one`)],
    [0.5, set.map((found) => `flush set ${at} ${found.name}`)],
    [0.5, set.map((found) => `add ${found.kind} ${at} ${found.name} { ${found.make} }`)],
    [0.2, set.map((found) => `delete ${found.kind} ${at} ${found.name}`)],
    [
      0.3,
      fc.constantFrom(
        `flush table ${at}`,
        `delete table ${at}`,
        `add table ${at}`,
        `destroy table ${at}`,
      ),
    ],
    [
      0.7,
      fc.constantFrom(
        `add table ${at} { flags dormant ; }`,
        `add table ${at}`,
        `add table ${at} { comment "why" ; }`,
      ),
    ],
    [0.1, fc.constant('flush ruleset')],
  );
}

/** What nft prints of what there is. */
function nftListings({ family, name }: NftTable): fc.Arbitrary<string> {
  const options = fc.constantFrom('', '', ' -a', ' -j', ' -s', ' -n', ' -y', ' -t', ' -nn');
  const what = fc.constantFrom(
    `table ${family} ${name}`,
    `table ${family} ${name}`,
    `chain ${family} ${name} pre`,
    `chain ${family} ${name} one`,
    `set ${family} ${name} nets`,
    `map ${family} ${name} ways`,
    `sets table ${family} ${name}`,
    'tables',
    `tables ${family}`,
    `chains ${family}`,
  );
  return fc.tuple(options, what).map(([option, found]) => `nft${option} list ${found}`);
}
