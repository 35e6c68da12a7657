import fc from 'fast-check';
import { protocols, type Pool } from './pool.js';
import { after, maybe, not, weighted, words } from './words.js';

/** Match extensions and forms that are seldom seen: cycles, groups, fragments, protocols by number, masks with holes. */
export function rareMatch({ family }: Pool): fc.Arbitrary<string> {
  const nth = after(
    '-m statistic --mode nth',
    fc.constantFrom('--every 2', '--every 2 --packet 1', '--every 3 --packet 1', '--every 1'),
  );
  const holes =
    family === 4
      ? fc.constantFrom('10.0.0.0/255.0.255.0', '0.0.0.1/0.0.0.1', '10.0.0.0/255.255.0.255')
      : fc.constantFrom('fd00::/ffff::ffff', '2001:db8::/ffff:ffff:0:ffff::', '::1/::1');
  const fragments = family === 4 ? [fc.constantFrom('-f', '! -f')] : [];
  const group = words('-m owner', not(after('--gid-owner', fc.constantFrom('0', '1000', '0-999'))));
  const bothPorts = words(
    after('-p', protocols),
    not(after('--sport', fc.constantFrom('7', '2000:5003', '5004:'))),
    not(after('--dport', fc.constantFrom('53', '25:80', ':1000'))),
  );
  const byNumber = not(after('-p', fc.constantFrom('6', '17', 'all', '47', 'esp', 'sctp', '1')));
  const typed = words(
    '-m addrtype',
    not(after('--src-type', fc.constantFrom('LOCAL', 'UNICAST'))),
    not(after('--dst-type', fc.constantFrom('LOCAL', 'BROADCAST', 'UNICAST'))),
  );
  const several = fc.constantFrom(
    '-m mark --mark 1 -m connmark --mark 1',
    '-m conntrack --ctstate NEW -m statistic --mode nth --every 2',
    '-m length --length 28:60 -m tos --tos 0x10',
    '-p tcp -m tcp --syn -m conntrack --ctstate NEW',
    '-p udp -m udp --dport 53 -m owner --uid-owner 1000',
    '-m comment --comment a -m comment --comment b',
  );
  const sockets = fc.constantFrom(
    '-m socket',
    '-m socket --transparent',
    '-m socket --nowildcard',
    '-p tcp -m socket --transparent --nowildcard',
  );
  const wayBack = words(
    '-m rpfilter',
    maybe(fc.constant('--loose')),
    maybe(fc.constant('--validmark')),
    maybe(fc.constant('--accept-local')),
    maybe(fc.constant('--invert')),
  );
  // Where something else decides, what is reported of a single packet is true of these.
  const counted = fc.constantFrom(
    '-m ecn --ecn-ip-ect 0',
    '-m ecn ! --ecn-ip-ect 2',
    '-m recent --set --name seen',
    '-m recent --set --name seen',
    '-m recent ! --set --name seen',
    '-m recent --rcheck --name seen',
    '-m recent ! --rcheck --name seen',
    '-m recent --rcheck --hitcount 3 --seconds 600 --name seen',
    '-m recent --update --hitcount 2 --name seen',
    '-m recent ! --update --name seen',
    '-m recent --remove --name seen',
    '-m recent --set --rdest --name met',
    '-m recent --update --seconds 600 --rdest --name met',
    '-m recent --rcheck --name unseen',
    '-m hashlimit --hashlimit-upto 2/day --hashlimit-burst 2 --hashlimit-name few --hashlimit-mode srcip',
    '-m hashlimit --hashlimit-above 2/day --hashlimit-burst 2 --hashlimit-name few --hashlimit-mode srcip',
    '-m hashlimit --hashlimit-upto 1/day --hashlimit-burst 3 --hashlimit-name flows --hashlimit-mode dstip,dstport,srcport',
    '-m hashlimit --hashlimit-above 1/day --hashlimit-burst 1 --hashlimit-name nets --hashlimit-mode dstip --hashlimit-dstmask 16',
    '-m hashlimit --hashlimit-upto 1/day --hashlimit-burst 4 --hashlimit-name all',
    '-m connlimit --connlimit-above 60000',
    '-m connlimit --connlimit-above 0',
    '-m connbytes --connbytes 0 --connbytes-dir both --connbytes-mode bytes',
    '-m quota --quota 40',
    '-m quota ! --quota 10',
    '-m quota --quota 100000000',
    '-m string --string no-such-text-in-a-packet --algo kmp',
    '-m string ! --string no-such-text-in-a-packet --algo bm',
    '-m helper --helper ftp',
    '-m helper ! --helper ftp',
    '-m physdev --physdev-in eth9',
    '-m physdev ! --physdev-is-bridged',
    '-m time --datestart 2020 --datestop 1999',
    '-p tcp -m tcpmss --mss 1:9',
  );
  return weighted(
    [3, counted],
    [2, sockets],
    [3, wayBack],
    [3, nth],
    [1, after('-s', holes)],
    [1, not(after('-d', holes))],
    [1, fc.oneof(group, ...fragments)],
    [2, bothPorts],
    [1, byNumber],
    [1, typed],
    [2, several],
  );
}
