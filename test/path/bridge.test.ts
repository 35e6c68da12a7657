import { describe, expect, it } from 'vitest';
import { udp } from '../../src/packet/make-packet.js';
import { printTrace } from '../../src/trace/print-trace.js';
import { lab } from './lab.js';

const bridged = lab(
  'ip link add br0 type bridge',
  'ip addr flush dev e0',
  'ip addr add 10.0.0.1/24 dev br0',
  'ip link set e0 master br0',
  'ip link set br0 up',
  'ip route add default via 10.0.1.254',
  'iptables -A FORWARD -i e0 -j DROP',
  'iptables -A FORWARD -i br0 -j MARK --set-mark 1',
);
const arriving = (dst: string) => udp({ iif: 'e0', src: '10.0.0.2', dst, dport: 53 });

describe('what a port of a bridge receives', () => {
  it('is received by the bridge', () => {
    expect(bridged.send(arriving('10.0.0.1'))).toMatchObject({ kind: 'deliver', dev: 'br0' });
    expect(bridged.send(arriving('9.9.9.9'))).toMatchObject({ kind: 'transmit', mark: 1 });
    expect(bridged.compile().send(arriving('9.9.9.9')).mark).toBe(1);
  });

  it('is dropped while the bridge is down', () => {
    const down = bridged.run('ip link set br0 down');
    expect(down.send(arriving('10.0.0.1'))).toMatchObject({ kind: 'drop', at: 'device' });
  });

  it('is the port’s own again when it has left', () => {
    const left = bridged.run('ip link set e0 nomaster');
    expect(left.send(arriving('9.9.9.9'))).toMatchObject({
      kind: 'drop',
      at: 'filter FORWARD rule 1',
    });
  });

  it('stands in the trace', () => {
    const explanation = bridged.explain(arriving('9.9.9.9'));
    expect(explanation.steps).toContainEqual({ kind: 'bridge', bridge: 'br0' });
    const text = printTrace(explanation, { all: false, paint: (_, words) => words });
    expect(text).toContain('in through bridge br0\n');
  });
});
