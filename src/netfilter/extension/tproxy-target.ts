import { printAddress, readAddress } from '../../address/address-text.js';
import { unspecifiedAddress, type Address } from '../../address/address.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { set, setBits } from '../../predicate/assignment.js';
import { ALWAYS } from '../../predicate/predicate.js';
import { XtablesError } from '../xtables-error.js';
import type { TargetData, TargetExtension } from './extension.js';
import { readMarkMask } from './mark-mask.js';
import { hex } from './number.js';
import { resolvePort } from './resolved-port.js';

/** `-j TPROXY --on-port PORT [--on-ip ADDRESS] [--tproxy-mark VALUE[/MASK]]`. */
export interface TproxyTarget extends TargetData {
  readonly name: 'TPROXY';
  readonly port: number;
  readonly address: Address;
  readonly mark: number;
  readonly mask: number;
}

/**
 * The `TPROXY` target: a packet for which a local socket listens on the port is marked, handed to it and accepted, any other is dropped.
 * Source: `tproxy_tg4`; iptables-extensions(8), TPROXY.
 */
export const tproxyTarget: TargetExtension<TproxyTarget> = {
  name: 'TPROXY',
  families: [4],
  options: {
    initial: { name: 'TPROXY', port: 0, address: unspecifiedAddress(4), mark: 0, mask: 0 },
    options: [
      {
        name: 'on-port',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, port: resolvePort(argument) }),
      },
      {
        name: 'on-ip',
        words: 1,
        read: (data, given) => ({ ...data, address: readHost(given.argument) }),
      },
      {
        name: 'tproxy-mark',
        words: 1,
        read: (data, given) => ({ ...data, ...readMarkMask(given) }),
      },
    ],
  },
  print: ({ port, address, mark, mask }) =>
    `--on-port ${port} --on-ip ${printAddress(address)} --tproxy-mark ${hex(mark)}/${hex(mask)}`,
  list: ({ port, address, mark, mask }) =>
    `TPROXY redirect ${printAddress(address)}:${port} mark ${hex(mark)}/${hex(mask)}`,
  restrict: () => ({
    tables: ['mangle'],
    hooks: ['PREROUTING'],
    protocols: [PROTOCOL.tcp, PROTOCOL.udp],
  }),
  effect: ({ port, mark, mask }, scope) => [
    {
      when: scope.isListenedOn(port),
      assignments: [set('socket', 1), setBits('mark', ~mask >>> 0, mark)],
      next: 'ACCEPT',
    },
    { when: ALWAYS, assignments: [], next: 'DROP' },
  ],
};

function readHost(text: string): Address {
  const address = readAddress(text);
  if (address?.family === 4) return address;
  throw new XtablesError('parameter', `TPROXY: Bad value for "--on-ip" option: "${text}"`);
}
