import { Option, type Command } from 'commander';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import { proveCommand } from './prove-command.js';
import { listenOption } from '../option/listen-option.js';
import { nsOption } from '../option/ns-option.js';
import type { ListeningSocket } from '../input/request.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import type { Terminal } from '../terminal/terminal.js';

const PROVE_HELP = `
CLAIM is every, which packets, and what of them:
  packets  tcp | udp | icmp | ... | proto N   ipv4 | ipv6   sent | received   unbound
           from ADDRESSES   to ADDRESSES   in DEVICES   oif DEVICES
           sport, dport, mark, tos, ttl, uid, gid, length, flags, type, code, id with N, N-M or N/MASK
           uid and gid with names, too
           values between commas are alternatives, after ! they are excluded; except leaves packets out
  claims   leaves [via GATEWAY | by DEVICE | on link]   never leaves [via GATEWAY | by DEVICE]   is delivered
           is dropped [at PLACE]   fails with ERRNO   takes table TABLE   takes rule PRIORITY   keeps its source
           ends with source ADDRESS   ends with mark N[/MASK]   has mark N[/MASK] after TABLE HOOK
  and of their whole way through all network namespaces:
           [never] reaches [ADDRESS] [in namespace NAME]   never leaves by DEVICE [in namespace NAME] unencrypted
What the words about packets leave open can be anything: both families, sent and received, from sockets bound to any address or device.
A device, gateway, routing table, rule, place, errno, user or group that the host doesn't have is an error.

Examples:
  nexthop prove setup.sh 'every ipv4 unbound tcp dport 25 except to 127.0.0.0/8,192.168.1.0/24 leaves via 192.168.1.2'
  nexthop prove network.sh --ns client 'every tcp dport 23 never reaches in namespace server'
  nexthop prove setup.sh 'every packet never leaves by eth0' 'every packet in eth1 never leaves by eth0'

Exit status: 0 when every claim is proved; 1 when one is wrong; 2 for a wrong command line; 5 when none is wrong and one is undecided, since some
packets can't be followed to their end; 6 when no claim is wrong or undecided and one is about no packet.
`;

interface ProveFlags extends HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly ns?: string;
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop prove`, which reports its exit status at the end. */
export function addProve(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  program
    .command('prove')
    .summary('prove claims about every packet, or find one for which they are wrong')
    .description(
      'Proves claims about every packet on the host that a script sets up, or finds a packet for which they are wrong.',
    )
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input')
    .argument('<claims...>', 'claims in words')
    .addOption(listenOption())
    .addOption(nsOption('whose packets the claims are about'))
    .option('-j, --json', 'answer in JSON, one line for each claim')
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', PROVE_HELP)
    .action(async (setup: string, claims: string[], flags: ProveFlags) => {
      const { listen, json = false, color } = flags;
      const ns = flags.ns === undefined ? {} : { ns: flags.ns };
      const host = readHostFlags(flags);
      end(await proveCommand({ setup, host, listen, claims, ...ns, json, color }, terminal));
    });
}
