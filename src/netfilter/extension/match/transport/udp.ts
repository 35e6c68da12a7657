import { PROTOCOL } from '../../../../packet/protocol.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { portOptions } from '../../option/resolved-port.js';
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

/** `-m udp --sport RANGE --dport RANGE`. */
export interface UdpMatch extends MatchData, TransportPorts {
  readonly name: 'udp';
}

/** The `udp` match. Source: `xt_tcpudp.c`, iptables-extensions(8). */
export const udpMatch: MatchExtension<UdpMatch> = {
  name: 'udp',
  families: [4, 6],
  options: {
    initial: { name: 'udp', ...ANY_PORTS },
    options: [...portOptions<UdpMatch>()],
  },
  print: (data) => joinParts(printPorts(data)),
  list: (data, style) => joinParts(['udp', ...listPorts(data, 'udp', style)]),
  statements: (data) => (areAnyPorts(data) ? undefined : portsStatements('udp', data)),
  translate: () => 'meta l4proto udp',
  restrict: (data) => (areAnyPorts(data) ? { protocols: [PROTOCOL.udp] } : {}),
  native: {
    translate(data, protocol) {
      if (areAnyPorts(data)) return 'whole';
      if (protocol?.number !== PROTOCOL.udp) {
        throw new XtablesError('parameter', `UDP match requires '-p udp'`);
      }
      return data;
    },
    show: (data, earlier = { name: 'udp', ...ANY_PORTS }) => ({
      ...earlier,
      ...mergePorts(earlier, data),
    }),
  },
  predicate: (data) => (areAnyPorts(data) ? HAS_TRANSPORT_HEADER : portsPredicate(data)),
};
