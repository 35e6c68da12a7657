import { PROTOCOL } from '../../../../packet/protocol.js';
import { all } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { GivenOption } from '../../option/option.js';
import { readPortRange } from '../../option/port-range.js';
import {
  ANY_FLAGS,
  flagsStatements,
  isAnyFlags,
  listTcpFlags,
  printTcpFlags,
  readTcpFlags,
  SYN_FLAGS,
  tcpFlagsPredicate,
  type TcpFlagsTest,
} from '../../option/tcp-flags.js';
import {
  ANY_PORTS,
  areAnyPorts,
  joinParts,
  listPorts,
  mergePorts,
  nativeRange,
  portsPredicate,
  portsStatements,
  printPorts,
  type TransportPorts,
} from '../../option/transport-ports.js';

/** `-m tcp --sport RANGE --dport RANGE --tcp-flags MASK COMPARED`. */
export interface TcpMatch extends MatchData, TransportPorts {
  readonly name: 'tcp';
  readonly flags: TcpFlagsTest;
}

/** The `tcp` match. Source: `xt_tcpudp.c`, iptables-extensions(8). */
export const tcpMatch: MatchExtension<TcpMatch> = {
  name: 'tcp',
  families: [4, 6],
  options: {
    initial: { name: 'tcp', ...ANY_PORTS, flags: ANY_FLAGS },
    options: [
      {
        name: 'source-port',
        aliases: ['sport'],
        words: 1,
        invertible: true,
        repeatable: true,
        read(data, given) {
          refuseTwice(given, ['source-port'], "Only one `--source-port' allowed");
          return { ...data, sport: readPortRange(given, 'tcp') };
        },
      },
      {
        name: 'destination-port',
        aliases: ['dport'],
        words: 1,
        invertible: true,
        repeatable: true,
        read(data, given) {
          refuseTwice(given, ['destination-port'], "Only one `--destination-port' allowed");
          return { ...data, dport: readPortRange(given, 'tcp') };
        },
      },
      {
        name: 'syn',
        words: 0,
        invertible: true,
        repeatable: true,
        read(data, given) {
          refuseFlagsTwice(given);
          return { ...data, flags: { ...SYN_FLAGS, inverted: given.inverted } };
        },
      },
      {
        name: 'tcp-flags',
        words: 2,
        invertible: true,
        repeatable: true,
        read(data, given) {
          refuseFlagsTwice(given);
          const { argument, second, inverted } = given;
          if (second === undefined) {
            throw new XtablesError('parameter', '--tcp-flags requires two args.');
          }
          const mask = readTcpFlags(argument);
          return { ...data, flags: { mask, compared: readTcpFlags(second), inverted } };
        },
      },
      {
        name: 'tcp-option',
        words: 1,
        invertible: true,
        read() {
          throw new XtablesError('unsimulated', '--tcp-option');
        },
      },
    ],
  },
  print: (data) =>
    joinParts([
      ...printPorts(data),
      isAnyFlags(data.flags)
        ? ''
        : `${data.flags.inverted ? '! ' : ''}--tcp-flags ${printTcpFlags(data.flags.mask)} ${printTcpFlags(data.flags.compared)}`,
    ]),
  list: (data, style) =>
    joinParts([
      'tcp',
      ...listPorts(data, 'tcp', style),
      isAnyFlags(data.flags) ? '' : listTcpFlags(data.flags, style.numeric),
    ]),
  statements: (data) =>
    isEmpty(data) ? undefined : [...flagsStatements(data.flags), ...portsStatements('tcp', data)],
  translate: () => 'meta l4proto tcp',
  restrict: (data) => (isEmpty(data) ? { protocols: [PROTOCOL.tcp] } : {}),
  native: {
    translate(data, protocol) {
      if (isEmpty(data)) return 'whole';
      if (protocol?.number !== PROTOCOL.tcp) {
        throw new XtablesError('parameter', `TCP match requires '-p tcp'`);
      }
      // A test of no flag is left out, inverted or not.
      const flags = data.flags.mask === 0 ? ANY_FLAGS : data.flags;
      if (flags === ANY_FLAGS && areAnyPorts(data)) return 'nothing';
      return { ...data, flags, sport: nativeRange(data.sport), dport: nativeRange(data.dport) };
    },
    merge(earlier, later) {
      const flags = isAnyFlags(later.flags)
        ? earlier.flags
        : { ...later.flags, inverted: earlier.flags.inverted || later.flags.inverted };
      return { ...earlier, ...mergePorts(earlier, later), flags };
    },
  },
  predicate: (data) =>
    isEmpty(data)
      ? HAS_TRANSPORT_HEADER
      : all([tcpFlagsPredicate(data.flags), portsPredicate(data)]),
};

function isEmpty({ flags, ...data }: TcpMatch): boolean {
  return areAnyPorts(data) && flags.mask === 0 && flags.compared === 0 && !flags.inverted;
}

function refuseTwice(given: GivenOption, options: readonly string[], message: string): void {
  if (options.some((option) => given.before.has(option))) {
    throw new XtablesError('parameter', message);
  }
}

function refuseFlagsTwice(given: GivenOption): void {
  refuseTwice(given, ['syn', 'tcp-flags'], "Only one of `--syn' or `--tcp-flags'  allowed");
}
