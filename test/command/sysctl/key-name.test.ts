import { expect, it } from 'vitest';
import { readKeyName } from '../../../src/command/sysctl/key-name.js';

// What `sysctl` of procps 4.0.4 printed and complained of for these.
it.each([
  ['net.ipv4.ip_forward', 'net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
  ['net/ipv4/ip_forward', 'net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
  ['net.ipv4.conf.eth0/7.x', 'net.ipv4.conf.eth0/7.x', 'net/ipv4/conf/eth0.7/x'],
  ['net/ipv4/conf/eth0.7/x', 'net.ipv4.conf.eth0/7.x', 'net/ipv4/conf/eth0.7/x'],
  ['/net/core/somaxconn', '.net.core.somaxconn', '/net/core/somaxconn'],
])('%s is %s, at %s', (text, dotted, path) => {
  expect(readKeyName(text)).toMatchObject({ dotted, path });
});

it('is looked up without empty parts', () => {
  expect(readKeyName('/net/core/somaxconn').canonical).toBe('net.core.somaxconn');
});
