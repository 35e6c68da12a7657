import { XtablesError } from '../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { readInteger } from '../option/number/integer.js';
import { readLong } from '../option/number/long-integer.js';

/** `-j ULOG`. */
export interface UlogTarget extends TargetData {
  readonly name: 'ULOG';
}

const LAST_GROUP = 32;
/** Source: `ULOG_MAX_QLEN`. */
const LONGEST_QUEUE = 50;

/** The `ULOG` target, which Linux had until 3.17. Source: iptables-extensions(8). */
export const ulogTarget: TargetExtension<UlogTarget> = {
  name: 'ULOG',
  families: [4],
  missing: 'warned',
  options: {
    initial: { name: 'ULOG' },
    options: [
      {
        name: 'ulog-nlgroup',
        words: 1,
        read(data, given) {
          readInteger(given, 1, LAST_GROUP);
          return data;
        },
      },
      {
        name: 'ulog-prefix',
        words: 1,
        read(data, { argument }) {
          if (argument === '') {
            throw new XtablesError(
              'parameter',
              'Argument must have a minimum length of 1 characters\n',
            );
          }
          if (!argument.includes('\n')) return data;
          throw new XtablesError('parameter', 'Newlines not allowed in --ulog-prefix');
        },
      },
      {
        name: 'ulog-cprange',
        words: 1,
        read(data, given) {
          readLong(given);
          return data;
        },
      },
      {
        name: 'ulog-qthreshold',
        words: 1,
        read(data, given) {
          readInteger(given, 1, LONGEST_QUEUE);
          return data;
        },
      },
    ],
  },
  print: () => '',
  list: () => '',
  effect: () => continueWith([]),
};
