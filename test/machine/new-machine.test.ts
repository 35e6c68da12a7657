import { expect, it } from 'vitest';
import { namespaceOf, ROOT_NAMESPACE } from '../../src/machine/machine.js';
import { newMachine } from '../../src/machine/new-machine.js';

it('a new machine has one namespace, as the kernel makes it, and no file', () => {
  const machine = newMachine();
  expect(machine.namespaces.keySeq().toArray()).toEqual([ROOT_NAMESPACE]);
  const { links } = namespaceOf(machine, ROOT_NAMESPACE);
  expect(links.map((link) => link.name).toArray()).toEqual(['lo']);
  expect(machine.files.size).toBe(0);
});
