import { bindingBirth } from '../namespace/link-kind/birth-namespace.js';
import { namespaceOf, type Machine } from './machine.js';
import { removeDevice } from './remove-device.js';
import { closeWireguard } from './wireguard-device.js';

/** Takes a namespace away, with its devices and the other ends of its veths. Source: `default_device_exit_batch`. */
export function removeNamespace(machine: Machine, name: string): Machine {
  const indexes = namespaceOf(machine, name).links.map((link) => link.index);
  const empty = indexes.reduce((before, index) => {
    const there = namespaceOf(before, name).links.some((link) => link.index === index);
    return there ? removeDevice(before, { namespace: name, index }) : before;
  }, machine);
  const alone = closeBornIn(empty.set('namespaces', empty.namespaces.delete(name)), name);
  const left = removeBornIn(alone, name);
  return left.set(
    'namespaces',
    left.namespaces.map((namespace) => namespace.set('netnsIds', namespace.netnsIds.delete(name))),
  );
}

/** WireGuard devices that were made in it stay where they are, without sockets. */
function closeBornIn(machine: Machine, birth: string): Machine {
  return [...machine.namespaces].reduce(
    (before, [namespace, { links }]) =>
      links.reduce((left, { index }) => closeWireguard(left, { namespace, index }, birth), before),
    machine,
  );
}

/** Tunnels that were made in it go too, wherever they are. Source: `ip_tunnel_exit_batch`, `vxlan_exit_rtnl`, `geneve_exit_rtnl_net`, `xfrmi_exit_rtnl`. */
function removeBornIn(machine: Machine, birth: string): Machine {
  return [...machine.namespaces].reduce(
    (before, [namespace, { links }]) =>
      links
        .filter((link) => bindingBirth(link) === birth)
        .reduce((left, { index }) => removeDevice(left, { namespace, index }), before),
    machine,
  );
}
