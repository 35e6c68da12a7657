import { PROTOCOL } from '../../../../packet/protocol.js';
import { all } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { GivenOption } from '../../option/option.js';
import { nftNot, nftSpan, nftWords } from '../../option/nft-words.js';
import { readNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';
import { isAnyPort, readPortRange } from '../../option/port-range.js';
import {
  ANY_FLAGS,
  flagsStatements,
  isAnyFlags,
  listTcpFlags,
  nftFlags,
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
  portsPredicate,
  portsStatements,
  printPorts,
  type TransportPorts,
} from '../../option/transport-ports.js';

/** `-m tcp --sport RANGE --dport RANGE --tcp-flags MASK COMPARED --tcp-option KIND`. */
export interface TcpMatch extends MatchData, TransportPorts {
  readonly name: 'tcp';
  readonly flags: TcpFlagsTest;
  /** An option that a segment has to have, or not to have; undefined when none is asked for. */
  readonly option: TcpOptionTest | undefined;
}

interface TcpOptionTest {
  readonly kind: number;
  readonly inverted: boolean;
}

const LAST_KIND = 255;

/** A match without any condition. */
export const BLANK_TCP: TcpMatch = {
  name: 'tcp',
  ...ANY_PORTS,
  flags: ANY_FLAGS,
  option: undefined,
};

/** The `tcp` match. Segments here have no options: a single one is found to have none. Source: `xt_tcpudp.c`, iptables-extensions(8). */
export const tcpMatch: MatchExtension<TcpMatch> = {
  name: 'tcp',
  families: [4, 6],
  options: {
    initial: BLANK_TCP,
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
        repeatable: true,
        read(data, given) {
          refuseTwice(given, ['tcp-option'], "Only one `--tcp-option' allowed");
          const { argument, inverted } = given;
          const kind = readNumber(argument, 1, LAST_KIND);
          if (kind !== undefined) return { ...data, option: { kind, inverted } };
          throw new XtablesError('parameter', `Bad TCP option "${argument}"`);
        },
      },
    ],
  },
  print: (data) =>
    joinParts([
      ...printPorts(data),
      data.option === undefined
        ? ''
        : `${data.option.inverted ? '! ' : ''}--tcp-option ${data.option.kind}`,
      isAnyFlags(data.flags)
        ? ''
        : `${data.flags.inverted ? '! ' : ''}--tcp-flags ${printTcpFlags(data.flags.mask)} ${printTcpFlags(data.flags.compared)}`,
    ]),
  list: (data, style) =>
    joinParts([
      'tcp',
      ...listPorts(data, 'tcp', style),
      data.option === undefined
        ? ''
        : `option=${data.option.inverted ? '!' : ''}${data.option.kind}`,
      isAnyFlags(data.flags) ? '' : listTcpFlags(data.flags, style.numeric),
    ]),
  statements: (data) =>
    isWhole(data) ? undefined : [...flagsStatements(data.flags), ...portsStatements('tcp', data)],
  translate: (data) => (data.option === undefined ? 'meta l4proto tcp' : translateAll(data)),
  restrict: (data) => (isWhole(data) ? { protocols: [PROTOCOL.tcp] } : {}),
  native: {
    translate(data, protocol) {
      if (isWhole(data)) return 'whole';
      if (protocol?.number !== PROTOCOL.tcp) {
        throw new XtablesError('parameter', `TCP match requires '-p tcp'`);
      }
      // A test of no flag is left out, inverted or not.
      const flags = data.flags.mask === 0 ? ANY_FLAGS : data.flags;
      if (flags === ANY_FLAGS && areAnyPorts(data)) return 'nothing';
      return { ...data, flags };
    },
    show(data, earlier = BLANK_TCP) {
      const flags = isAnyFlags(data.flags)
        ? earlier.flags
        : { ...data.flags, inverted: earlier.flags.inverted || data.flags.inverted };
      return { ...earlier, ...mergePorts(earlier, data), flags };
    },
  },
  predicate: (data) =>
    all([
      ...(isWhole(data) ? [HAS_TRANSPORT_HEADER] : []),
      tcpFlagsPredicate(data.flags),
      portsPredicate(data),
    ]),
  isChoice: ({ option }) => option !== undefined,
  choice: ({ option }) => option && openChoice(option.inverted),
};

/** Reports whether it's left to the kernel's older code: one without any condition, and one that asks for an option. */
function isWhole({ flags, option, ...data }: TcpMatch): boolean {
  if (option !== undefined) return true;
  return areAnyPorts(data) && flags.mask === 0 && flags.compared === 0 && !flags.inverted;
}

function translateAll({ flags, option, sport, dport }: TcpMatch): string {
  const ports = Object.entries({ sport, dport }).map(([side, range]) =>
    isAnyPort(range) ? '' : `tcp ${side} ${nftNot(range)}${nftSpan(range.from, range.to)}`,
  );
  const kind =
    option === undefined
      ? ''
      : `tcp option ${option.kind} ${option.inverted ? 'missing' : 'exists'}`;
  return nftWords(...ports, kind, isAnyFlags(flags) ? '' : nftFlags(flags));
}

function refuseTwice(given: GivenOption, options: readonly string[], message: string): void {
  if (options.some((option) => given.before.has(option))) {
    throw new XtablesError('parameter', message);
  }
}

function refuseFlagsTwice(given: GivenOption): void {
  refuseTwice(given, ['syn', 'tcp-flags'], "Only one of `--syn' or `--tcp-flags'  allowed");
}
