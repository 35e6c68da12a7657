import { printAddress } from '../../../address/address-text.js';
import { isUnspecified, type Address } from '../../../address/address.js';
import { cutText } from '../option/cut-text.js';
import {
  continueWith,
  type Restriction,
  type TargetData,
  type TargetExtension,
} from '../extension.js';
import { readHostAddress } from '../option/host-address.js';

/** `-j TEE --gateway ADDRESS [--oif DEVICE]`. */
export interface TeeTarget extends TargetData {
  readonly name: 'TEE';
  readonly gateway: Address | undefined;
  /** Empty when not given. */
  readonly oif: string;
}

/** Source: `IFNAMSIZ`, with its end. */
const LONGEST_NAME = 15;

/** The `TEE` target: it sends a copy to a host nearby, which isn't followed; the packet itself goes on. Source: `xt_TEE.c`, iptables-extensions(8). */
export const teeTarget: TargetExtension<TeeTarget> = {
  name: 'TEE',
  families: [4, 6],
  entries: { kind: 'of-each' },
  options: {
    initial: { name: 'TEE', gateway: undefined, oif: '' },
    options: [
      {
        name: 'gateway',
        words: 1,
        mandatory: true,
        read: (data, given) => ({ ...data, gateway: readHostAddress(given.argument, given) }),
      },
      {
        name: 'oif',
        words: 1,
        read: (data, { argument }) => ({ ...data, oif: cutText(argument, LONGEST_NAME) }),
      },
    ],
  },
  print: ({ gateway, oif }) =>
    [`--gateway ${printGateway(gateway)}`, ...(oif === '' ? [] : [`--oif ${oif}`])].join(' '),
  list: ({ gateway, oif }) =>
    [`TEE gw:${printGateway(gateway)}`, ...(oif === '' ? [] : [`oif=${oif}`])].join(' '),
  translate: ({ gateway, oif }) =>
    `dup to ${printGateway(gateway)}${oif === '' ? '' : ` device ${oif}`}`,
  asNft: ({ gateway, oif }) =>
    `dup to ${printGateway(gateway)}${oif === '' ? '' : ` device "${oif}"`}`,
  restrict: ({ gateway }): Restriction =>
    gateway === undefined || isUnspecified(gateway) ? { refused: 'EINVAL' } : {},
  effect: () => continueWith([]),
};

function printGateway(gateway: Address | undefined): string {
  return gateway === undefined ? '' : printAddress(gateway);
}
