import { expect, it } from 'vitest';
import { printAddress } from '../../src/address/address-text.js';
import { linkLocalFromLladdr } from '../../src/namespace/address/eui64.js';

// ip link add v address LLADDR type veth ...; ip -6 addr show (6.18.44).
it.each([
  ['02:00:00:00:00:01', 'fe80::ff:fe00:1'],
  ['ac:17:78:df:45:c7', 'fe80::ae17:78ff:fedf:45c7'],
])('the link-local address of %s is %s', (lladdr, address) => {
  const made = linkLocalFromLladdr(lladdr);
  expect(made === undefined ? made : printAddress(made)).toBe(address);
});

it('there is none without an Ethernet address', () => {
  expect(linkLocalFromLladdr('')).toBeUndefined();
});
