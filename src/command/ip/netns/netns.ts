import { namespaceOf } from '../../../machine/machine.js';
import { addNamespace as makeNamespace } from '../../../machine/tunnel-devices.js';
import { removeNamespace } from '../../../machine/remove-namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { notSimulated, refuse, succeed } from '../../result.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpContext, IpObject } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { objectOf, piece, textOf, type Piece } from '../piece.js';
import { runInNamespaces } from './exec.js';
import { namespaceNames } from './namespace-names.js';
import { NETNS_USAGE } from './usage.js';

const FOLDER = '/run/netns';

/** `ip netns`. Source: ip-netns(8), `do_netns` of iproute2. */
export const netnsObject: IpObject = (context) => {
  const [command, ...argv] = context.argv;
  if (command === undefined) return listNamespaces(context);
  const [name] = argv;
  if (!context.all && name !== undefined && !isName(name)) {
    throw new Refusal(EXIT_USAGE, `Invalid netns name "${name}"\n`);
  }
  if (matchesAny(command, 'list', 'show', 'lst')) return listNamespaces(context);
  if (matches(command, 'list-id')) return notSimulated(context, 'ip netns list-id');
  if (matches(command, 'help')) return refuseWithUsage(NETNS_USAGE);
  if (matches(command, 'add')) return addNamespace(context, name);
  if (matches(command, 'set')) return notSimulated(context, 'ip netns set');
  if (matches(command, 'delete')) return deleteNamespaces(context, name);
  if (matches(command, 'identify')) return identify(context, argv);
  if (matches(command, 'pids')) return listProcesses(context, argv);
  if (matches(command, 'exec')) return runInNamespaces(context, argv);
  if (matches(command, 'monitor')) return notSimulated(context, 'ip netns monitor');
  if (matches(command, 'attach')) return notSimulated(context, 'ip netns attach');
  throw new Refusal(EXIT_USAGE, `Command "${command}" is unknown, try "ip netns help".\n`);
};

/** A namespace's name is that of a file. */
function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && name.length <= 255;
}

function listNamespaces(context: IpContext): CommandResult {
  const { netnsIds } = namespaceOf(context.machine, context.namespace);
  const entries = namespaceNames(context.machine).map((name) => entry(name, netnsIds.get(name)));
  const stdout = context.json
    ? printJson(entries.map(objectOf), context.pretty)
    : entries.map((pieces) => `${textOf(pieces)}\n`).join('');
  return succeed(context.machine, stdout);
}

function entry(name: string, id: number | undefined): readonly Piece[] {
  const named = piece(name, { name });
  return id === undefined ? [named] : [named, piece(` (id: ${id})`, { id })];
}

function addNamespace(context: IpContext, name: string | undefined): CommandResult {
  const { machine } = context;
  if (name === undefined) return refuse(context, 1, 'No netns name specified\n');
  if (machine.namespaces.has(name)) {
    return refuse(context, 1, `Cannot create namespace file "${FOLDER}/${name}": File exists\n`);
  }
  return succeed(makeNamespace(machine, name));
}

function deleteNamespaces(context: IpContext, name: string | undefined): CommandResult {
  const { machine } = context;
  if (name === undefined && !context.all) return refuse(context, 1, 'No netns name specified\n');
  const names = context.all ? namespaceNames(machine) : name === undefined ? [] : [name];
  // The kernel would keep it, without its name, until the last process has left it.
  if (names.includes(context.namespace))
    refuseNotSimulated('deleting the network namespace in use');
  const missing = names.find((other) => !machine.namespaces.has(other));
  if (missing !== undefined) {
    const why = 'No such file or directory';
    return refuse(context, 1, `Cannot remove namespace file "${FOLDER}/${missing}": ${why}\n`);
  }
  return succeed(names.reduce(removeNamespace, machine));
}

/** The first namespace has no name. */
function identify(context: IpContext, argv: readonly string[]): CommandResult {
  const [pid] = argv;
  if (pid === undefined) return succeed(context.machine, `${context.namespace}\n`);
  if (argv.length > 1) return refuse(context, 1, 'extra arguments specified\n');
  if (/\D/.test(pid)) return refuse(context, 1, `Specified string '${pid}' is not a pid\n`);
  return notSimulated(context, 'ip netns identify PID');
}

/** A simulated machine has no process but the one that asks. */
function listProcesses(context: IpContext, argv: readonly string[]): CommandResult {
  const [name] = argv;
  if (name === undefined) return refuse(context, 1, 'No netns name specified\n');
  if (argv.length > 1) return refuse(context, 1, 'extra arguments specified\n');
  if (name === context.namespace)
    return notSimulated(context, 'ip netns pids of the namespace in use');
  if (context.machine.namespaces.has(name)) return succeed(context.machine);
  return refuse(context, 1, 'Cannot open network namespace: No such file or directory\n');
}
