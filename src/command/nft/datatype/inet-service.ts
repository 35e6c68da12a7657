import type { DatatypeText, NumberContext } from './datatype-text.js';
import { integerJson, readInteger } from './integer.js';

/** Ports by their services' names in /etc/services. */
export const inetServiceText: DatatypeText = {
  read: (word, { names }) => {
    const number = readInteger(word);
    if (number !== undefined) {
      return number > 0xffffn ? { mistake: 'Service out of range' } : number;
    }
    const { services } = names.databases;
    const port = TRANSPORTS.map((transport) => services.portOf(word, transport)).find(
      (one) => one !== undefined,
    );
    return port === undefined
      ? { mistake: 'Could not resolve service: Servname not supported for ai_socktype' }
      : BigInt(port);
  },
  print: (value, context) => {
    const name = nameOf(value, context);
    return name === undefined ? value.toString() : `"${name}"`;
  },
  json: (value, context) => nameOf(value, context) ?? integerJson(value),
};

/** The order in which getaddrinfo(3) looks a service up. */
const TRANSPORTS = ['tcp', 'udp', 'dccp', 'udplite', 'sctp'];

/** A listing takes a name of whatever protocol, as getservbyport(3) gives it. */
const LISTED = [...TRANSPORTS, 'ddp'];

function nameOf(value: bigint, { names, style }: NumberContext): string | undefined {
  if (!style.service) return undefined;
  return LISTED.map((transport) => names.databases.services.nameAt(Number(value), transport)).find(
    (one) => one !== undefined,
  );
}
