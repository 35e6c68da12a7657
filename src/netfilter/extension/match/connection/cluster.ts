import { HAS_CONNECTION } from '../../../connection.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { readWord } from '../../option/mark-mask.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m cluster`. */
export interface ClusterMatch extends MatchData {
  readonly name: 'cluster';
  readonly total: number;
  /** A bit for each node that is this host. */
  readonly nodes: number;
  readonly inverted: boolean;
  readonly seed: number;
}

/** Source: `XT_CLUSTER_NODES_MAX`. */
const MOST_NODES = 32;

/**
 * The `cluster` match: whether a connection is one that this node of several takes, by a hash of its source. The hash isn't followed here: a single
 * packet is of the first node. Source: `xt_cluster.c`, iptables-extensions(8).
 */
export const clusterMatch: MatchExtension<ClusterMatch> = {
  name: 'cluster',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'cluster', total: 0, nodes: 0, inverted: false, seed: 0 },
    options: [
      {
        name: 'cluster-total-nodes',
        words: 1,
        mandatory: true,
        read: (data, given) => ({ ...data, total: readInteger(given, 1, MOST_NODES) }),
      },
      {
        name: 'cluster-local-node',
        words: 1,
        invertible: true,
        excludes: ['cluster-local-nodemask'],
        read: (data, given) => ({
          ...data,
          nodes: (1 << (readInteger(given, 1, MOST_NODES) - 1)) >>> 0,
          inverted: data.inverted || given.inverted,
        }),
      },
      {
        name: 'cluster-local-nodemask',
        words: 1,
        invertible: true,
        excludes: ['cluster-local-node'],
        read: (data, given) => ({
          ...data,
          nodes: readInteger(given, 1, MOST_NODES),
          inverted: data.inverted || given.inverted,
        }),
      },
      {
        name: 'cluster-hash-seed',
        words: 1,
        mandatory: true,
        read: (data, given) => ({ ...data, seed: readWord(given) }),
      },
    ],
    finish,
  },
  print: (data) =>
    `${data.inverted ? '! ' : ''}--cluster-local-nodemask ${word(data.nodes)} --cluster-total-nodes ${data.total} --cluster-hash-seed ${word(data.seed)}`,
  list: (data) =>
    `cluster ${data.inverted ? '!' : ''}node_mask=${word(data.nodes)} total_nodes=${data.total} hash_seed=${word(data.seed)}`,
  translate({ nodes, total, seed }) {
    const numbers = Array.from({ length: MOST_NODES }, (_, node) => node).filter(
      (node) => ((nodes >>> node) & 1) === 1,
    );
    // One node is counted from 1 on, several from 0.
    const which =
      numbers.length > 1
        ? `{ ${numbers.join(', ')} }`
        : `eq ${nodes <= 2 ? nodes : (numbers[0] ?? 0) + 1}`;
    return `jhash ct original saddr mod ${total} seed ${word(seed)} ${which} meta pkttype set host`;
  },
  asNft: () => ({ without: '-m cluster' }),
  predicate: () => HAS_CONNECTION,
  choice: ({ nodes, inverted }) => openChoice(((nodes & 1) === 1) !== inverted),
};

function finish(data: ClusterMatch, given: ReadonlySet<string>): ClusterMatch {
  const isWhole = given.has('cluster-total-nodes') && given.has('cluster-hash-seed');
  const isTooBig = data.nodes >= 2 ** data.total;
  if (isWhole && given.has('cluster-local-node')) {
    if (isTooBig) refuse("`--cluster-local-node' must be <= `--cluster-total-nodes'");
  } else if (isWhole && given.has('cluster-local-nodemask')) {
    if (isTooBig) refuse("`--cluster-local-nodemask' too big for `--cluster-total-nodes'");
  } else if (!given.has('cluster-local-node') && !given.has('cluster-local-nodemask')) {
    refuse("`--cluster-local-node' or`--cluster-local-nodemask' is missing");
  }
  return data;
}

function refuse(why: string): never {
  throw new XtablesError('parameter', `cluster match: ${why}`);
}

function word(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
