import { XtablesError } from '../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { readNumber } from '../option/number/number.js';

/** `-j LED`. */
export interface LedTarget extends TargetData {
  readonly name: 'LED';
}

/** Source: `struct xt_led_info`. */
const LONGEST_ID = 17;
const U32_MAX = 0xffffffff;

/** The `LED` target, which the reference kernel is built without. Source: iptables-extensions(8). */
export const ledTarget: TargetExtension<LedTarget> = {
  name: 'LED',
  families: [4, 6],
  missing: 'warned',
  options: {
    initial: { name: 'LED' },
    options: [
      {
        name: 'led-trigger-id',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          if (argument.length <= LONGEST_ID) return data;
          throw new XtablesError(
            'parameter',
            `Argument must have a maximum length of ${LONGEST_ID} characters\n`,
          );
        },
      },
      {
        name: 'led-delay',
        words: 1,
        read(data, { argument }) {
          const isDelay =
            argument.toLowerCase().startsWith('inf') ||
            readNumber(argument, 0, U32_MAX) !== undefined;
          if (isDelay) return data;
          throw new XtablesError('parameter', `Delay value must be within range 0..${U32_MAX}`);
        },
      },
      { name: 'led-always-blink', words: 0, read: (data) => data },
    ],
  },
  print: () => '',
  list: () => '',
  effect: () => continueWith([]),
};
