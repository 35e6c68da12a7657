import {
  continueWith,
  type Restriction,
  type TargetData,
  type TargetExtension,
} from '../extension.js';
import { cutText } from '../option/cut-text.js';
import { readWord } from '../option/mark-mask.js';

/** `-j IDLETIMER --timeout SECONDS --label LABEL [--alarm]`. */
export interface IdletimerTarget extends TargetData {
  readonly name: 'IDLETIMER';
  readonly seconds: number;
  readonly label: string;
  readonly alarm: boolean;
}

/** Source: `MAX_IDLETIMER_LABEL_SIZE`, with its end. */
const LONGEST_LABEL = 27;
/** In milliseconds it has to be a number of 31 bits. */
const LONGEST_TIME = Math.floor(0x7fffffff / 1000);

/** The `IDLETIMER` target: it reports that no packet has come for a time, and changes nothing. Source: `xt_IDLETIMER.c`, iptables-extensions(8). */
export const idletimerTarget: TargetExtension<IdletimerTarget> = {
  name: 'IDLETIMER',
  families: [4, 6],
  options: {
    initial: { name: 'IDLETIMER', seconds: 0, label: '', alarm: false },
    options: [
      {
        name: 'timeout',
        words: 1,
        mandatory: true,
        read: (data, given) => ({ ...data, seconds: readWord(given) }),
      },
      {
        name: 'label',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, label: cutText(argument, LONGEST_LABEL) }),
      },
      { name: 'alarm', words: 0, read: (data) => ({ ...data, alarm: true }) },
    ],
  },
  print: ({ seconds, label, alarm }) =>
    `--timeout ${seconds} --label ${label}${alarm ? ' --alarm' : ''}`,
  list: ({ seconds, label, alarm }) => `timeout:${seconds} label:${label}${alarm ? ' alarm' : ''}`,
  restrict: ({ seconds, label }): Restriction =>
    seconds === 0 || seconds > LONGEST_TIME || label === '' ? { refused: 'EINVAL' } : {},
  effect: () => continueWith([]),
};
