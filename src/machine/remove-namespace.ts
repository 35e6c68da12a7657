import { namespaceOf, type Machine } from './machine.js';
import { removeDevice } from './remove-device.js';

/** Takes a namespace away, with its devices and the other ends of its veths. Source: `default_device_exit_batch`. */
export function removeNamespace(machine: Machine, name: string): Machine {
  const indexes = namespaceOf(machine, name).links.map((link) => link.index);
  const empty = indexes.reduce((before, index) => {
    const there = namespaceOf(before, name).links.some((link) => link.index === index);
    return there ? removeDevice(before, { namespace: name, index }) : before;
  }, machine);
  const left = removeBornIn(empty.set('namespaces', empty.namespaces.delete(name)), name);
  return left.set(
    'namespaces',
    left.namespaces.map((namespace) => namespace.set('netnsIds', namespace.netnsIds.delete(name))),
  );
}

/** Tunnels that were made in it go too, wherever they are. Source: `ip_tunnel_exit_batch`. */
function removeBornIn(machine: Machine, birth: string): Machine {
  return [...machine.namespaces].reduce(
    (before, [namespace, { links }]) =>
      links
        .filter(
          ({ settings }) =>
            (settings.kind === 'tunnel' || settings.kind === 'ip6tnl') &&
            settings.birthNamespace === birth,
        )
        .reduce((left, { index }) => removeDevice(left, { namespace, index }), before),
    machine,
  );
}
