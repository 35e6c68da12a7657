import fc from 'fast-check';
import { wideChainCommands } from '../chains.js';
import { IPV4, IPV6, type Pool } from '../pool.js';
import { ruleCommands } from '../rules.js';
import { SOCKETS } from '../sockets.js';
import { conversation, ROUTES4, ROUTES6, run, singlePackets, type Theme } from '../theme.js';
import { weighted } from '../words.js';
import { nftCommands } from './commands.js';
import { frameCommands, frameStart } from './frames.js';
import type { NftFamily } from './place.js';
import { nftStart } from './start.js';
import type { NftTable } from './tables.js';

const NAMES = ['a', 'b', 'c'] as const;

/** Scripts about nft: tables of one family or of several, alone and beside those of iptables. */
export function nftThemes(): readonly Theme[] {
  return [
    theme('nft4', IPV4, ['ip', 'ip'], ['nft list ruleset']),
    theme('nft6', IPV6, ['ip6', 'ip6'], ['nft -a list ruleset']),
    framed(theme('nft-frames4', IPV4, ['inet', 'ip'], ['nft -a list ruleset'])),
    framed(theme('nft-frames6', IPV6, ['inet', 'ip6'], ['nft -a list ruleset'])),
    theme('nft-inet4', IPV4, ['inet', 'ip', 'inet'], ['nft -a list ruleset']),
    theme('nft-inet6', IPV6, ['inet', 'ip6'], ['nft -a list ruleset', 'nft -j list ruleset']),
    beside(theme('nft-iptables4', IPV4, ['ip', 'inet'], OWN)),
    beside(theme('nft-iptables6', IPV6, ['ip6', 'inet'], OWN)),
  ];
}

/** What is asked where there are tables of iptables too. */
const OWN = ['iptables-save -c', 'ip6tables-save -c', 'iptables -t mangle -nvL'];

function theme(
  name: string,
  pool: Pool,
  families: readonly NftFamily[],
  asked: readonly string[],
): Theme {
  const tables = families.map((family, at): NftTable => ({ family, name: NAMES[at] ?? 'd' }));
  return {
    name,
    pool,
    start: pool.family === 4 ? ROUTES4 : ROUTES6,
    made: nftStart(pool, tables),
    before: SOCKETS,
    command: weighted([20, nftCommands(pool, tables)], [1, ruleCommands(pool, false)]),
    burst: weighted([2, conversation(pool)], [2, singlePackets(pool)]),
    state: [
      ...asked,
      ...(asked === OWN
        ? tables.map((table) => `nft list table ${table.family} ${table.name}`)
        : []),
    ].map(run),
  };
}

/** The same with rules about what devices take in and give out. */
function framed(found: Theme): Theme {
  const { made, command, pool } = found;
  return {
    ...found,
    made: [...(made ?? []), ...frameStart()],
    command: weighted([4, command], [1, frameCommands(pool)]),
  };
}

/** The same with commands of iptables among them. */
function beside(found: Theme): Theme {
  const { pool, command } = found;
  const iptables = fc
    .constantFrom('raw', 'mangle', 'mangle', 'nat', 'filter', 'security' as const)
    .chain((table) => wideChainCommands(pool, table));
  return { ...found, command: weighted([2, command], [1, iptables]) };
}
