import { InvalidArgumentError, Option } from 'commander';
import { readAddress } from '../../address/address-text.js';
import type { ListeningSocket } from '../input/request.js';

/** `--listen SOCKET`, which can be given again: a socket that listens on the host, in words. */
export function listenOption(): Option {
  return new Option(
    '-l, --listen <socket>',
    "a socket that listens: 'tcp 3129', 'udp 53 127.0.0.1', 'tcp 3129 transparent'; may be given again",
  )
    .argParser((words: string, before: readonly ListeningSocket[]) => [
      ...before,
      readSocket(words),
    ])
    .default([], 'none');
}

function readSocket(words: string): ListeningSocket {
  const [protocol, port = '', ...rest] = words.trim().split(/\s+/);
  if (protocol !== 'tcp' && protocol !== 'udp') {
    throw new InvalidArgumentError('Expected tcp or udp, and a port.');
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 0xffff) {
    throw new InvalidArgumentError(`Expected a port from 1 to 65535, found '${port}'.`);
  }
  const transparent = rest.at(-1) === 'transparent';
  const [address, other] = transparent ? rest.slice(0, -1) : rest;
  if (other !== undefined || (address !== undefined && readAddress(address) === undefined)) {
    throw new InvalidArgumentError(
      `Expected an address or transparent, found '${other ?? address}'.`,
    );
  }
  const socket = { protocol, port: Number(port), transparent } as const;
  return address === undefined ? socket : { ...socket, address };
}
