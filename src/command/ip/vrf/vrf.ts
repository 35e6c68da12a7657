import { namespaceOf } from '../../../machine/machine.js';
import { linkByName } from '../../../namespace/namespace.js';
import { domainsOf } from '../../../namespace/vrf.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpContext, IpObject } from '../ip-context.js';
import { refuseUnknown } from '../netns/exec.js';
import { printJson } from '../json-text.js';

const USAGE = `Usage:	ip vrf show [NAME] ...
	ip vrf exec [NAME] cmd ...
	ip vrf identify [PID]
	ip vrf pids [NAME]
`;

/** `ip vrf`. Source: ip-vrf(8), `do_ipvrf` of iproute2. */
export const vrfObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  if (word === undefined) return showVrfs(context, undefined);
  if (matches(word, 'identify')) return identify(context, argv);
  if (matches(word, 'pids')) {
    if (argv.length !== 1) throw new Refusal(1, 'Invalid arguments\n', false);
    return refuseNotSimulated('ip vrf pids');
  }
  if (matches(word, 'exec')) {
    if (argv.length === 0) throw new Refusal(1, 'No VRF name specified\n', false);
    if (argv.length === 1) throw new Refusal(1, 'No command specified\n', false);
    return runInVrf(context, argv);
  }
  if (matchesAny(word, 'show', 'lst', 'list')) return showVrfs(context, argv[0]);
  if (matches(word, 'help')) refuseWithUsage(USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip vrf help".\n`);
};

/** A shell is in no VRF; what `ip vrf exec` has started is in its. */
function identify(context: IpContext, argv: readonly string[]): CommandResult {
  if (argv.length > 0) refuseNotSimulated('ip vrf identify PID');
  return succeed(context.machine, context.vrf === undefined ? '' : `${context.vrf}\n`);
}

/** Runs a command whose sockets are bound to a VRF: those by which tools configure the host know of none. Source: `ipvrf_exec`. */
function runInVrf(
  context: IpContext,
  [name = '', tool = '', ...argv]: readonly string[],
): CommandResult {
  const { machine, namespace, readStdin, files, findCommand } = context;
  const isVrf = linkByName(namespaceOf(machine, namespace), name)?.kind === 'vrf';
  if (!isVrf && name !== 'default') throw new Refusal(EXIT_USAGE, 'Invalid VRF name\n', false);
  const command = findCommand(tool);
  if (command === undefined) return refuseUnknown(machine, tool);
  const vrf = isVrf ? name : undefined;
  return command({ machine, namespace, argv, readStdin, files, vrf });
}

function showVrfs(context: IpContext, name: string | undefined): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const vrfs = domainsOf(namespace).map(({ vrf, table }) => ({ name: vrf.name, table }));
  if (name !== undefined) {
    const settings = linkByName(namespace, name)?.settings;
    if (settings?.kind !== 'vrf') throw new Refusal(EXIT_USAGE, 'Invalid VRF\n');
    return succeed(context.machine, `${name} ${settings.table}\n`);
  }
  if (context.json) return succeed(context.machine, printJson(vrfs, context.pretty));
  const lines = vrfs.map((vrf) => `${vrf.name.padEnd(16)} ${String(vrf.table).padStart(5)}\n`);
  const none = vrfs.length === 0 ? 'No VRF has been configured\n' : '';
  return succeed(
    context.machine,
    `${'Name'.padEnd(16)}  Table\n${'-'.repeat(23)}\n${lines.join('')}${none}`,
  );
}
