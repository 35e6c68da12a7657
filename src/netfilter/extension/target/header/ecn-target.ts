import { PROTOCOL } from '../../../../packet/protocol.js';
import { TCP_FLAG } from '../../../../packet/tcp-flags.js';
import { setBits, type Assignment } from '../../../../predicate/assignment.js';
import { XtablesError } from '../../../xtables-error.js';
import {
  continueWith,
  type Restriction,
  type TargetData,
  type TargetExtension,
} from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';

/** `-j ECN`: what is undefined stays. */
export interface EcnTarget extends TargetData {
  readonly name: 'ECN';
  readonly ece: number | undefined;
  readonly cwr: number | undefined;
  readonly ect: number | undefined;
}

const ECN_BITS = 3;

/** The `ECN` target: it sets those flags of TCP, and the two bits of the packet. Source: `ipt_ECN.c`, iptables-extensions(8). */
export const ecnTarget: TargetExtension<EcnTarget> = {
  name: 'ECN',
  families: [4],
  options: {
    initial: { name: 'ECN', ece: undefined, cwr: undefined, ect: undefined },
    options: [
      {
        name: 'ecn-tcp-remove',
        words: 0,
        excludes: ['ecn-tcp-cwr', 'ecn-tcp-ece'],
        // What was said of the packet's own bits is forgotten.
        read: (data) => ({ ...data, ece: 0, cwr: 0, ect: undefined }),
      },
      {
        name: 'ecn-tcp-cwr',
        words: 1,
        excludes: ['ecn-tcp-remove'],
        read: (data, given) => ({ ...data, cwr: readInteger(given, 0, 1) }),
      },
      {
        name: 'ecn-tcp-ece',
        words: 1,
        excludes: ['ecn-tcp-remove'],
        read: (data, given) => ({ ...data, ece: readInteger(given, 0, 1) }),
      },
      {
        name: 'ecn-ip-ect',
        words: 1,
        read: (data, given) => ({ ...data, ect: readInteger(given, 0, ECN_BITS) }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'ECN target: An operation is required');
    },
  },
  print(data) {
    if (isRemoval(data)) return '--ecn-tcp-remove';
    return parts(data, (part, value) => `--ecn-${PARTS[part].option} ${value}`).join(' ');
  },
  list(data) {
    if (isRemoval(data)) return 'ECN TCP remove';
    return ['ECN', ...parts(data, (part, value) => `${PARTS[part].label}=${value}`)].join(' ');
  },
  asNft: ({ ece, cwr, ect }) =>
    ece !== undefined || cwr !== undefined || ect === undefined
      ? { without: '-j ECN on flags of TCP' }
      : `ip ecn set ${ect}`,
  restrict: ({ ece, cwr }): Restriction => ({
    tables: ['mangle'],
    ...(ece === undefined && cwr === undefined ? {} : { protocols: [PROTOCOL.tcp] }),
  }),
  effect: ({ ece, cwr, ect }) =>
    continueWith([
      ...(ect === undefined ? [] : [setBits('tos', 0xff & ~ECN_BITS, ect)]),
      ...flag(TCP_FLAG.ECE, ece),
      ...flag(TCP_FLAG.CWR, cwr),
    ]),
};

/** In the order in which they're written. */
const PARTS = {
  ece: { option: 'tcp-ece', label: 'ECE' },
  cwr: { option: 'tcp-cwr', label: 'CWR' },
  ect: { option: 'ip-ect', label: 'ECT codepoint' },
} as const;

function isRemoval({ ece, cwr, ect }: EcnTarget): boolean {
  return ece === 0 && cwr === 0 && ect === undefined;
}

function parts(
  data: EcnTarget,
  write: (part: keyof typeof PARTS, value: number) => string,
): readonly string[] {
  return (['ece', 'cwr', 'ect'] as const).flatMap((part) => {
    const value = data[part];
    return value === undefined ? [] : [write(part, value)];
  });
}

function flag(bit: number, value: number | undefined): readonly Assignment[] {
  return value === undefined ? [] : [setBits('tcpFlags', 0xff & ~bit, value === 0 ? 0 : bit)];
}
