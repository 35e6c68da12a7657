import { ALWAYS, equals } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readWord } from '../../option/mark-mask.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m cgroup --cgroup CLASSID`. */
export interface CgroupMatch extends MatchData {
  readonly name: 'cgroup';
  /** Undefined when it isn't asked for. */
  readonly classid: number | undefined;
  readonly inverted: boolean;
}

/**
 * The `cgroup` match: on the control group of the packet's socket, which isn't known here; that of a single packet's sender is 0. Without a socket
 * it never holds. Source: `xt_cgroup.c`, iptables-extensions(8).
 */
export const cgroupMatch: MatchExtension<CgroupMatch> = {
  name: 'cgroup',
  families: [4, 6],
  options: {
    initial: { name: 'cgroup', classid: undefined, inverted: false },
    options: [
      {
        name: 'path',
        words: 1,
        invertible: true,
        read() {
          throw new XtablesError('unsimulated', '-m cgroup --path');
        },
      },
      {
        name: 'cgroup',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, classid: readWord(given), inverted: given.inverted }),
      },
    ],
  },
  print: ({ classid, inverted }) =>
    classid === undefined ? '' : `${inverted ? '! ' : ''}--cgroup ${classid}`,
  list: ({ classid, inverted }) =>
    classid === undefined ? 'cgroup' : `cgroup ${inverted ? '! ' : ''}${classid}`,
  translate: ({ classid, inverted }) =>
    classid === undefined ? '' : `meta cgroup ${nftNot({ inverted })}${classid}`,
  restrict: ({ classid }) => ({
    hooks: ['INPUT', 'OUTPUT', 'POSTROUTING'],
    ...(classid === undefined ? { refused: 'EINVAL' } : {}),
  }),
  // The socket of a packet that comes in is known by then, or isn't.
  predicate: (_data, { hook }) => (hook === 'INPUT' ? ALWAYS : equals('socket', 1)),
  choice: ({ classid, inverted }, { hook }) =>
    openChoice(hook !== 'INPUT' && (classid === 0) !== inverted),
};
