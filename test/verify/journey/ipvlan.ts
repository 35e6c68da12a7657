import { Host } from '../../../src/host/host.js';
import { read, readNetworks } from '../../journey/network.js';

/** The recorded network of guests that share the address of a host's device by IPvlan, in some mode. */
export function ipvlan(mode: string): Host {
  const network = readNetworks('vm').find(({ name }) => name === 'ipvlan-l2');
  if (network === undefined) throw new Error('no network of IPvlan devices');
  return Host.fromCommands(read(network.setup).replaceAll('mode l2', `mode ${mode}`));
}
