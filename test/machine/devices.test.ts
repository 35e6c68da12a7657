import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { addDevice, addVeth } from '../../src/machine/add-device.js';
import { linkAt } from '../../src/machine/link-at.js';
import { bringUp, takeDown } from '../../src/machine/link-state.js';
import {
  namespaceOf,
  ROOT_NAMESPACE,
  withNamespace,
  type Machine,
} from '../../src/machine/machine.js';
import type { MachineEdit } from '../../src/machine/machine-edit.js';
import { moveDevice } from '../../src/machine/move-device.js';
import { newMachine } from '../../src/machine/new-machine.js';
import { removeDevice } from '../../src/machine/remove-device.js';
import { removeNamespace } from '../../src/machine/remove-namespace.js';
import { renameDevice } from '../../src/machine/rename-device.js';
import type { LinkPlace } from '../../src/namespace/link.js';
import { newNamespace } from '../../src/namespace/new-namespace.js';

const HERE = ROOT_NAMESPACE;

const machineOf = (edit: MachineEdit): Machine => {
  if (edit.kind === 'refused') throw new Error(edit.text ?? edit.error);
  return edit.machine;
};

const place = (namespace: string, index: number): LinkPlace => ({ namespace, index });

const namesIn = (machine: Machine, namespace: string): readonly string[] =>
  namespaceOf(machine, namespace)
    .links.map((link) => `${link.index} ${link.name}`)
    .toArray();

const two = withNamespace(newMachine(), 'peer', newNamespace());
const makePair = (): Machine =>
  machineOf(addVeth(two, { namespace: HERE, name: 'eth0' }, { namespace: 'peer', name: 'wire' }));
const pair = makePair();
const ends = [place(HERE, 2), place('peer', 2)] as const;

// Each of these is what `ip link` showed on 6.18.44; whole sessions are replayed in test/command.
describe('a veth', () => {
  it('gets its peer first, and free names', () => {
    const named = machineOf(addVeth(newMachine(), { namespace: HERE }, { namespace: HERE }));
    expect(namesIn(named, HERE)).toEqual(['1 lo', '2 veth0', '3 veth1']);
  });

  it('has its carrier while both ends are up, wherever they are', () => {
    const carriers = (machine: Machine): readonly boolean[] =>
      ends.map((end) => linkAt(machine, end).carrier);
    expect(carriers(pair)).toEqual([false, false]);
    const one = bringUp(pair, ends[0]);
    expect(carriers(one)).toEqual([false, false]);
    const both = bringUp(one, ends[1]);
    expect(carriers(both)).toEqual([true, true]);
    expect(carriers(takeDown(both, ends[0]))).toEqual([false, false]);
  });

  it('goes with both its ends', () => {
    const gone = removeDevice(pair, ends[1]);
    expect([namesIn(gone, HERE), namesIn(gone, 'peer')]).toEqual([['1 lo'], ['1 lo']]);
  });

  it('goes with the namespace of its other end', () => {
    const gone = removeNamespace(pair, 'peer');
    expect(gone.namespaces.has('peer')).toBe(false);
    expect(namesIn(gone, HERE)).toEqual(['1 lo']);
    expect(namespaceOf(gone, HERE).netnsIds.size).toBe(0);
  });
});

describe('an ifindex', () => {
  it('is not given twice', () => {
    const gone = removeDevice(pair, ends[0]);
    const again = machineOf(addDevice(gone, { namespace: HERE, kind: 'ifb' }));
    expect(namesIn(again, HERE)).toEqual(['1 lo', '3 ifb0']);
  });

  it('is kept by a device that moves, if it is free there', () => {
    const local = machineOf(addDevice(pair, { namespace: HERE, kind: 'ifb', name: 'a' }));
    expect(moveDevice(local, place(HERE, 3), 'peer')).toMatchObject({ place: place('peer', 3) });
    expect(moveDevice(pair, ends[0], 'peer')).toMatchObject({ place: place('peer', 3) });
  });
});

describe('a device', () => {
  it('is refused a name or an ifindex that another one has', () => {
    const kind = 'ifb';
    const refused = [
      addDevice(pair, { namespace: HERE, kind, name: 'eth0' }),
      addDevice(pair, { namespace: HERE, kind, index: 1 }),
      renameDevice(pair, ends[0], 'lo'),
      renameDevice(pair, ends[0], 'a:b'),
    ].map((edit) => (edit.kind === 'refused' ? edit.error : edit.kind));
    expect(refused).toEqual(['EEXIST', 'EEXIST', 'EEXIST', 'EINVAL']);
  });

  it('has the same link-layer address in every run, another than its peer, and a local unicast one', () => {
    const addresses = ends.map((end) => linkAt(pair, end).lladdr);
    expect(new Set(addresses).size).toBe(2);
    for (const lladdr of addresses) expect(lladdr).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
    const again = makePair();
    expect(ends.map((end) => linkAt(again, end).lladdr)).toEqual(addresses);
  });

  it('stays where it is when it is lo', () => {
    expect(moveDevice(pair, place(HERE, 1), 'peer')).toMatchObject({
      kind: 'refused',
      text: 'The interface netns is immutable',
    });
  });

  // Shown by 7.2.7 in a virtual machine: 6.18 as it is here has no bonds.
  it('leaves its bond as it goes: one without ports has no carrier, and a random address', () => {
    const { stdout } = Host.fromCommands([
      'ip link add eth2 type veth peer name far2',
      'ip link set far2 up',
      'ip link add bond0 address 02:00:00:00:31:01 type bond mode active-backup',
      'ip link set eth2 master bond0',
      'ip link set bond0 up',
      'ip link del eth2',
    ]).exec(['ip', 'link', 'show', 'bond0']);
    expect(stdout).toContain('<NO-CARRIER,BROADCAST,MULTICAST,MASTER,UP>');
    expect(stdout).not.toContain('02:00:00:00:31:01');
  });

  it('brings tables of both families when it is a VRF, and leaves them', () => {
    const host = Host.fromCommands(['ip link add blue type vrf table 301', 'ip link del blue']);
    const shown = ['-4 301', '-6 301', '-4 302'].map((words) => {
      const [family = '', table = ''] = words.split(' ');
      return host.exec(['ip', family, 'route', 'show', 'table', table]).exit;
    });
    expect(shown).toEqual([0, 0, 2]);
  });
});
