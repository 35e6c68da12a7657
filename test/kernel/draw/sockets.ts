import fc from 'fast-check';
import type { Question } from '../question.js';
import { protocols, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** Sockets for TPROXY to hand packets to, and others, all of which the socket match can find. */
export const SOCKETS: readonly Question[] = ['tcp', 'udp'].flatMap((protocol): Question[] => [
  { kind: 'listen', listen: { protocol, port: 8080, transparent: true } },
  { kind: 'listen', listen: { protocol, port: 8081, address: '127.0.0.1', transparent: true } },
  { kind: 'listen', listen: { protocol, port: 8082 } },
  { kind: 'listen', listen: { protocol, port: 80 } },
  { kind: 'listen', listen: { protocol, port: 80, address: '10.0.1.1', transparent: true } },
  { kind: 'listen', listen: { protocol, port: 53, address: '10.0.0.1' } },
  { kind: 'listen', listen: { protocol, port: 53, address: 'fd00:1::1' } },
]);

/** A second SYN of a socket has other numbers than the first: to a listening socket of this host it may be one that fits, or not. */
export function withoutSecondSyns(questions: readonly Question[]): Question[] {
  const sent = new Set<number | undefined>();
  return questions.filter((question) => {
    if (question.kind !== 'packet') return true;
    const { protocol, iif, sport } = question.packet;
    if (protocol !== 'tcp' || iif !== undefined) return true;
    const isFirst = !sent.has(sport);
    sent.add(sport);
    return isFirst;
  });
}

/** What has all packets with a mark delivered, whatever they are for. */
export function socketStart({ family }: Pool): readonly string[] {
  const ip = family === 4 ? 'ip' : 'ip -6';
  return [
    `${ip} route add local default dev lo table 101`,
    `${ip} rule add fwmark 0x100/0x100 lookup 101`,
  ];
}

/** Commands of iptables that ask for sockets, and hand packets to them. */
export function socketCommands({ family }: Pool): fc.Arbitrary<string> {
  const tool = `${family === 4 ? 'iptables' : 'ip6tables'} -t mangle`;
  const own =
    family === 4 ? ['127.0.0.1', '10.0.1.1', '10.0.2.1'] : ['::1', 'fd00:1::1', 'fd00:2::1'];
  const asks = words(
    maybe(after('-p', protocols)),
    '-m socket',
    fc.constantFrom('', '--transparent', '--nowildcard', '--nowildcard --transparent'),
    after('-j MARK --or-mark', fc.constantFrom('0x100', '1', '2', '4')),
  );
  const hands = words(
    after('-p', protocols),
    fc.constantFrom('', '--dport 53', '--dport 80', '! --dport 25'),
    after('-j TPROXY --on-port', fc.constantFrom('8080', '8081', '8082', '80', '53', '0')),
    maybe(after('--on-ip', fc.constantFrom(...own))),
    after('--tproxy-mark', fc.constantFrom('0x100', '0x100/0x100', '0x1')),
  );
  return weighted(
    [4, words(tool, fc.constantFrom('-A PREROUTING', '-A INPUT', '-I PREROUTING'), asks)],
    [4, words(tool, fc.constantFrom('-A PREROUTING', '-I PREROUTING'), hands)],
    [1, fc.constant(`${tool} -F`)],
    [1, words(tool, fc.constantFrom('-D PREROUTING 1', '-D INPUT 1'))],
  );
}
