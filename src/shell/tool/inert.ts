import { answerForMissing, refuseProgram } from './not-simulated.js';
import { answer, type ShellTool } from './shell-tool.js';

/** Whether a program with these words bears on no packet's path. */
type IsInert = (words: readonly string[]) => boolean;

/** Programs that wait for an answer: inert where nothing but the end of the wait is asked of them, which is then a success. */
export const WAITING_PROGRAMS: ReadonlyMap<string, IsInert> = new Map([
  ['arping', ends],
  ['ping', ends],
  ['ping4', ends],
  ['ping6', ends],
]);

/** Without a count or a deadline they never end: ping(8), arping(8). */
function ends(words: readonly string[]): boolean {
  return words.some((word) => /^-[346aAbBCdDfHLnOqrRUvV]*[cw]/.test(word));
}

const always: IsInert = () => true;

/**
 * Programs of which it is known that they bear on no packet's path, or with which words they don't. They are carried out as nothing: status 0, no
 * output. With other words they are refused by name.
 */
export const INERT_PROGRAMS: ReadonlyMap<string, IsInert> = new Map([
  // What is simulated is there without a module; what a module would add is refused where it is used.
  ['depmod', always],
  ['insmod', always],
  ['modprobe', (words) => !words.some((word) => /^(-\w*r|--remove)/.test(word))],
  ['logger', always],
  ['systemd-notify', always],
  ['wall', always],
  // Names are not looked up while a packet goes its way.
  ['resolvconf', always],
  ['resolvectl', always],
  // Queueing decides when a packet leaves, not where to; actions and programs can do anything to it.
  ['tc', isQueueing],
  ['ethtool', (words) => FEATURE_OPTIONS.has(words[0] ?? '')],
  ['systemctl', setsNoNetworkUp],
  ['udevadm', ([verb]) => verb === 'settle'],
]);

/** Programs that are carried out as nothing with some words or in some places, and are refused by name otherwise. */
export const SOMETIMES_INERT: readonly string[] = [
  ...[...INERT_PROGRAMS].flatMap(([name, isInert]) => (isInert === always ? [] : name)),
  ...WAITING_PROGRAMS.keys(),
];

/** The objects of tc(8) that only queue, and what a filter may not do to be one of them. */
function isQueueing(words: readonly string[]): boolean {
  const object = words.find((word) => !word.startsWith('-')) ?? '';
  const isQueue = ['qdisc', 'class', 'filter'].some((name) => isShort(object, name));
  return isQueue && !words.some((word) => TC_ACTIONS.has(word) || word.startsWith('-b'));
}

/** tc takes the beginning of a word for it. */
function isShort(word: string, name: string): boolean {
  return word !== '' && name.startsWith(word);
}

/** What classifies or treats packets by something else than queues: tc(8), tc-actions(8), tc-bpf(8). */
const TC_ACTIONS: ReadonlySet<string> = new Set(['action', 'actions', 'act', 'police', 'bpf']);

/** Options of ethtool(8) that set how a device works, not what becomes of packets; those that steer and drop flows (`-N`) are none of them. */
const FEATURE_OPTIONS: ReadonlySet<string> = new Set(
  '-K --features --offload -G --set-ring -C --coalesce -A --pause -L --set-channels -s --change'.split(
    ' ',
  ),
);

/** Services that set up the network themselves, so that what they do is unknown. */
const NETWORK_UNIT =
  /^(network(ing|d|-manager)?|systemd-networkd|NetworkManager|netplan|ifup|nftables|ip6?tables|netfilter-persistent|ufw|firewalld|shorewall|fail2ban|docker|containerd|podman|libvirtd|lxc|lxd|kubelet|k3s|wg-quick|openvpn|strongswan|ipsec|xl2tpd|pptpd|tailscaled|zerotier-one|frr|bird|quagga|zebra|keepalived|dhcpcd|dhclient|hostapd|openvswitch|mwan3)\b/;

/** What systemctl(1) only asks; a script acts on the answer. */
const QUESTIONS: ReadonlySet<string> = new Set(
  'cat get-default help is-active is-enabled is-failed is-system-running show show-environment status'.split(
    ' ',
  ),
);

function setsNoNetworkUp(words: readonly string[]): boolean {
  const [verb, ...units] = words.filter((word) => !word.startsWith('-'));
  if (verb === undefined || verb.startsWith('list-') || QUESTIONS.has(verb)) return false;
  return !units.some((unit) => NETWORK_UNIT.test(unit));
}

/** The program of that name, carried out as nothing where it is known to bear on no packet's path. */
export function inertTool(name: string, isInert: IsInert = always): ShellTool {
  return ({ argv }) =>
    isInert(argv)
      ? { ...answer(), unsimulated: [{ kind: 'inert', what: name }] }
      : refuseProgram(name);
}

/** The program of that name, carried out as nothing where it is only waited for: what it would answer is not known. */
export function waitingTool(name: string, isInert: IsInert): ShellTool {
  const inert = inertTool(name);
  return (call) => {
    const { session, argv } = call;
    if (session.isAsked || !isInert(argv)) return answerForMissing(name, argv);
    session.presumed = name;
    return inert(call);
  };
}
