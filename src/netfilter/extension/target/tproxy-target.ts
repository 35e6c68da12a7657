import { printAddress } from '../../../address/address-text.js';
import { isUnspecified, unspecifiedAddress, type Address } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { givenToListener, hasConnectedSocket } from '../../given-socket.js';
import { SK } from '../../../packet/sk.js';
import { set, setBits, type Assignment } from '../../../predicate/assignment.js';
import { ALWAYS, type Predicate } from '../../../predicate/predicate.js';
import type { TargetBranch, TargetData, TargetExtension } from '../extension.js';
import { readHostAddress } from '../option/host-address.js';
import { readMarkMask } from '../option/mark-mask.js';
import { hex } from '../option/number/number.js';
import type { GivenOption } from '../option/option.js';
import { resolvePort } from '../option/resolved-port.js';
import { nftWords } from '../option/nft-words.js';

/** `-j TPROXY --on-port PORT [--on-ip ADDRESS] [--tproxy-mark VALUE[/MASK]]`. */
export interface TproxyTarget extends TargetData {
  readonly name: 'TPROXY';
  readonly port: number;
  /** Undefined for the unspecified one. */
  readonly address: Address | undefined;
  readonly mark: number;
  readonly mask: number;
}

/**
 * The `TPROXY` target: a packet for which a local socket listens on the port is marked, handed to it and accepted, any other is dropped.
 * A socket that
 * isn't transparent is none. Source: `tproxy_tg4`, `tproxy_tg6_v1`; iptables-extensions(8), TPROXY.
 */
export const tproxyTarget: TargetExtension<TproxyTarget> = {
  name: 'TPROXY',
  families: [4, 6],
  entries: { kind: 'of-each' },
  options: {
    initial: { name: 'TPROXY', port: 0, address: undefined, mark: 0, mask: 0 },
    options: [
      {
        name: 'on-port',
        words: 1,
        mandatory: true,
        read: (data, { argument, databases }) => ({
          ...data,
          port: resolvePort(argument, databases.services),
        }),
      },
      {
        name: 'on-ip',
        words: 1,
        read: (data, given) => ({ ...data, address: readHost(given) }),
      },
      {
        name: 'tproxy-mark',
        words: 1,
        read: (data, given) => ({ ...data, ...readMarkMask(given) }),
      },
    ],
  },
  print: ({ port, address, mark, mask }, family) =>
    `--on-port ${port} --on-ip ${printHost(address, family)} --tproxy-mark ${hex(mark)}/${hex(mask)}`,
  list: ({ port, address, mark, mask }, { family }) =>
    `TPROXY redirect ${printHost(address, family)}:${port} mark ${hex(mark)}/${hex(mask)}`,
  // The address is left out.
  translate({ port, mark, mask }) {
    const marked =
      mask === 0xffffffff
        ? `meta mark set ${hex(mark)}`
        : mask === 0 && mark === 0
          ? ''
          : `meta mark set meta mark & ${hex(~mask >>> 0)} xor ${hex(mark)}`;
    return nftWords(`tproxy to :${port}`, marked, 'accept');
  },
  asNft({ port, address, mark, mask }, { family }) {
    const host =
      address === undefined
        ? ''
        : family === 6
          ? `[${printAddress(address)}]`
          : printAddress(address);
    const marked =
      mask === 0xffffffff
        ? ` meta mark set ${hex(mark)}`
        : mask === 0 && mark === 0
          ? ''
          : ` meta mark set meta mark & ${hex(~mask >>> 0)} ^ ${hex(mark)}`;
    // Where nobody listens nft goes on, and iptables drops.
    return { rules: [`tproxy to ${host}:${port}${marked} accept`, 'drop'] };
  },
  restrict: () => ({
    tables: ['mangle'],
    hooks: ['PREROUTING'],
    protocols: [PROTOCOL.tcp, PROTOCOL.udp],
  }),
  effect: ({ port, address, mark, mask }, scope) => {
    const give = (when: Predicate, found: Assignment): TargetBranch => ({
      when,
      assignments: [set('socket', 1), found, setBits('mark', ~mask >>> 0, mark)],
      next: 'ACCEPT',
    });
    const listening = (wildcard: boolean): TargetBranch =>
      give(scope.isProxiedTo({ port, address }, wildcard), set('sk', givenToListener(wildcard)));
    return [
      give(hasConnectedSocket(true), setBits('sk', ~SK.given >>> 0, SK.given)),
      drop(hasConnectedSocket(false)),
      listening(false),
      listening(true),
      drop(ALWAYS),
    ];
  },
};

function drop(when: Predicate): TargetBranch {
  return { when, assignments: [], next: 'DROP' };
}

function readHost(given: GivenOption): Address | undefined {
  const address = readHostAddress(given.argument, given);
  return isUnspecified(address) ? undefined : address;
}

function printHost(address: Address | undefined, family: Family): string {
  return printAddress(address ?? unspecifiedAddress(family));
}

/** Reports whether a target looks for a socket. */
export function findsSocket(target: TargetData): boolean {
  return target.name === tproxyTarget.name;
}
