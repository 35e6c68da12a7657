import { ALWAYS } from '../../../predicate/predicate.js';
import { XtablesError } from '../../xtables-error.js';
import type { TargetData, TargetExtension } from '../extension.js';
import { readInteger, readIntegerRange } from '../option/number/integer.js';
import { nftSpan } from '../option/nft-words.js';

/** `-j NFQUEUE`. */
export interface NfqueueTarget extends TargetData {
  readonly name: 'NFQUEUE';
  readonly first: number;
  /** How many queues from the first on. */
  readonly queues: number;
  readonly bypass: boolean;
  readonly cpuFanout: boolean;
}

const U16_MAX = 0xffff;

/**
 * The `NFQUEUE` target: a program decides about the packet. A single packet finds none that listens: it's dropped, or accepted with
 * `--queue-bypass`; a proof takes both ways. Source: `xt_NFQUEUE.c`, `nf_queue`, iptables-extensions(8).
 */
export const nfqueueTarget: TargetExtension<NfqueueTarget> = {
  name: 'NFQUEUE',
  families: [4, 6],
  options: {
    initial: { name: 'NFQUEUE', first: 0, queues: 1, bypass: false, cpuFanout: false },
    options: [
      {
        name: 'queue-num',
        words: 1,
        excludes: ['queue-balance'],
        read: (data, given) => ({ ...data, first: readInteger(given, 0, U16_MAX) }),
      },
      {
        name: 'queue-balance',
        words: 1,
        excludes: ['queue-num'],
        read(data, given) {
          const [first, last] = readIntegerRange(given, U16_MAX - 1);
          if (!given.argument.includes(':')) {
            throw new XtablesError('parameter', `Bad range "${given.argument}"`);
          }
          if (first >= last) {
            throw new XtablesError('parameter', `${first} should be less than ${last}`);
          }
          return { ...data, first, queues: last - first + 1 };
        },
      },
      { name: 'queue-bypass', words: 0, read: (data) => ({ ...data, bypass: true }) },
      {
        name: 'queue-cpu-fanout',
        words: 0,
        requires: ['queue-balance'],
        read: (data) => ({ ...data, cpuFanout: true }),
      },
    ],
  },
  print: (data) =>
    [
      `--queue-${printQueues(data)}`,
      ...(data.bypass ? ['--queue-bypass'] : []),
      ...(data.cpuFanout ? ['--queue-cpu-fanout'] : []),
    ].join(' '),
  list: (data) =>
    [
      `NFQUEUE ${printQueues(data)}`,
      ...(data.bypass ? ['bypass'] : []),
      ...(data.cpuFanout ? ['cpu-fanout'] : []),
    ].join(' '),
  translate({ first, queues, bypass, cpuFanout }) {
    const flags = [...(bypass ? ['bypass'] : []), ...(cpuFanout ? ['fanout'] : [])].join(',');
    return `queue num ${nftSpan(first, first + queues - 1)}${flags === '' ? '' : ` ${flags}`}`;
  },
  asNft({ first, queues, bypass, cpuFanout }) {
    const flags = [...(bypass ? ['bypass'] : []), ...(cpuFanout ? ['fanout'] : [])];
    const to = nftSpan(first, first + queues - 1);
    return `queue ${flags.length === 0 ? '' : `flags ${flags.join(',')} `}to ${to}`;
  },
  effect: (data) => [
    {
      when: ALWAYS,
      assignments: [],
      next: data.bypass ? 'ACCEPT' : 'DROP',
      silent: true,
      choice: { of: data, otherwise: data.bypass ? 'DROP' : 'ACCEPT' },
    },
  ],
};

function printQueues({ first, queues }: NfqueueTarget): string {
  return queues > 1 ? `balance ${first}:${first + queues - 1}` : `num ${first}`;
}
