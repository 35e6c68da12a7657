import { InvalidArgumentError, Option } from 'commander';
import { readAddress } from '../../address/address-text.js';
import type { ListeningSocket } from '../input/request.js';

/** `--listen SOCKET`, which can be given again: a socket that listens on the host, in words. */
export function listenOption(): Option {
  return new Option(
    '-l, --listen <socket>',
    "a socket that listens: 'tcp 3129', 'udp 53 127.0.0.1', 'tcp 3129 transparent', 'udp 53 answers', 'tcp 80 in NAMESPACE'; may be given again",
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
  const ns = rest.at(-2) === 'in' ? rest.splice(-2)[1] : undefined;
  const flags = new Set<string>(
    rest.filter((word) => word === 'transparent' || word === 'answers'),
  );
  const [address, other] = rest.filter((word) => !flags.has(word));
  if (other !== undefined || (address !== undefined && readAddress(address) === undefined)) {
    throw new InvalidArgumentError(
      `Expected an address, transparent, answers or in NAMESPACE, found '${other ?? address}'.`,
    );
  }
  if (flags.has('answers') && protocol === 'tcp') {
    throw new InvalidArgumentError(
      'Only a UDP socket answers; a TCP connection is accepted anyway.',
    );
  }
  return {
    protocol,
    port: Number(port),
    transparent: flags.has('transparent'),
    ...(flags.has('answers') ? { answers: true } : {}),
    ...(address === undefined ? {} : { address }),
    ...(ns === undefined ? {} : { ns }),
  };
}
