import { XtablesError } from '../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { readInteger } from '../option/number/integer.js';
import { readMac } from '../option/mac-address.js';

/** `-j CLUSTERIP`. */
export interface ClusteripTarget extends TargetData {
  readonly name: 'CLUSTERIP';
}

const MODES: ReadonlySet<string> = new Set([
  'sourceip',
  'sourceip-sourceport',
  'sourceip-sourceport-destport',
]);
/** Source: `CLUSTERIP_MAX_NODES`. */
const MOST_NODES = 16;
const U32_MAX = 0xffffffff;
/** What a new cluster has to be given. */
const WHOLE = ['new', 'hashmode', 'clustermac', 'total-nodes', 'local-node'];

/** The `CLUSTERIP` target, which Linux had until 6.7. Source: iptables-extensions(8). */
export const clusteripTarget: TargetExtension<ClusteripTarget> = {
  name: 'CLUSTERIP',
  families: [4],
  missing: 'warned',
  options: {
    initial: { name: 'CLUSTERIP' },
    options: [
      { name: 'new', words: 0, read: (data) => data },
      {
        name: 'hashmode',
        words: 1,
        read(data, { argument }) {
          if (MODES.has(argument)) return data;
          throw new XtablesError('parameter', `Unknown hashmode "${argument}"`);
        },
      },
      {
        name: 'clustermac',
        words: 1,
        read(data, { argument }) {
          const [, low = ''] = readMac(argument);
          if (Number.parseInt(low, 16) % 2 === 1) return data;
          throw new XtablesError('parameter', 'MAC has to be a multicast ethernet address');
        },
      },
      {
        name: 'total-nodes',
        words: 1,
        read(data, given) {
          readInteger(given, 0, MOST_NODES);
          return data;
        },
      },
      {
        name: 'local-node',
        words: 1,
        read(data, given) {
          readInteger(given, 0, MOST_NODES);
          return data;
        },
      },
      {
        name: 'hash-init',
        words: 1,
        read(data, given) {
          readInteger(given, 0, U32_MAX);
          return data;
        },
      },
    ],
    finish(data, given) {
      const needed = WHOLE.filter((option) => given.has(option)).length;
      if (given.size === 0 || needed === WHOLE.length) return data;
      throw new XtablesError('parameter', 'CLUSTERIP target: Invalid parameter combination');
    },
  },
  print: () => '',
  list: () => '',
  effect: () => continueWith([]),
};
