import { NEVER } from '../../../predicate/predicate.js';
import { XtablesError } from '../../xtables-error.js';
import type { MatchData, MatchExtension } from '../extension.js';
import { readWord } from '../option/mark-mask.js';

/** `-m cgroup --cgroup CLASSID`. */
export interface CgroupMatch extends MatchData {
  readonly name: 'cgroup';
  readonly classid: number;
  readonly inverted: boolean;
}

/**
 * The `cgroup` match: on the control group of the socket. The reference kernel has no numbers for them (`CONFIG_CGROUP_NET_CLASSID`), and a
 * host here has no such groups by path. Source: `xt_cgroup.c`, iptables-extensions(8).
 */
export const cgroupMatch: MatchExtension<CgroupMatch> = {
  name: 'cgroup',
  families: [4, 6],
  options: {
    initial: { name: 'cgroup', classid: 0, inverted: false },
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
  print: ({ classid, inverted }) => `${inverted ? '! ' : ''}--cgroup ${classid}`,
  list: ({ classid, inverted }) => `cgroup ${inverted ? '! ' : ''}${classid}`,
  restrict: () => ({ refused: 'EINVAL' }),
  predicate: () => NEVER,
};
