import { readDatabases } from '../../databases/databases.js';
import { errno } from '../../errno.js';
import { setWireguard } from '../../machine/wireguard-device.js';
import { linkByName } from '../../namespace/namespace.js';
import type {
  PeerRequest,
  WireguardRequest,
} from '../../namespace/wireguard/configure-wireguard.js';
import type { CommandContext, CommandResult } from '../command.js';
import { refuse } from '../result.js';
import { MOST_LABEL, ownNamespace, wireguardDevice } from './devices.js';
import { readConfig } from './read-config.js';
import { readSetWords } from './read-set-words.js';
import { giveUp, type WgReading } from './reading.js';
import { configUsage, SET_USAGE } from './usage.js';

/** `wg set`. @throws Refusal */
export function setWords(
  context: CommandContext,
  words: readonly string[],
  warn: WgReading['warn'],
): CommandResult {
  const [name, ...others] = words;
  if (name === undefined || others.length === 0) return refuse(context, 1, SET_USAGE);
  return change(context, name, readSetWords(others, readingOf(context, warn)));
}

/** `wg setconf`, `addconf` and `syncconf`. @throws Refusal */
export function setConfig(
  context: CommandContext,
  command: 'setconf' | 'addconf' | 'syncconf',
  words: readonly string[],
  warn: WgReading['warn'],
): CommandResult {
  const [name, path, ...others] = words;
  if (name === undefined || path === undefined || others.length > 0) {
    return refuse(context, 1, configUsage(command));
  }
  const text = context.files.read(path) ?? giveUp('fopen: No such file or directory');
  const request = readConfig(text, command === 'addconf', readingOf(context, warn));
  const synced = command === 'syncconf' ? keepingPeers(context, name, request) : request;
  return change(context, name, synced);
}

function readingOf(context: CommandContext, warn: WgReading['warn']): WgReading {
  const namespace = ownNamespace(context);
  return {
    databases: readDatabases(context.machine.files),
    interfaceIndex: (name) => linkByName(namespace, name)?.index,
    readFile: context.files.read,
    warn,
  };
}

/** Peers that a file has stay where they are, and only the others go. A file without peers is as if it were not to be kept to. */
function keepingPeers(
  context: CommandContext,
  name: string,
  request: WireguardRequest,
): WireguardRequest {
  if (request.peers.length === 0) return request;
  const begin = 'Unable to retrieve current interface configuration';
  const { peers: before } = wireguardDevice(context, name.slice(0, MOST_LABEL), begin).wireguard;
  const kept = new Set(request.peers.map(({ publicKey }) => publicKey));
  const gone = before.filter(({ publicKey }) => !kept.has(publicKey)).map(removing);
  return { ...request, replacesPeers: false, peers: [...gone, ...request.peers] };
}

function removing({ publicKey }: Pick<PeerRequest, 'publicKey'>): PeerRequest {
  return { publicKey, remove: true, replacesAllowedIps: false, allowedIps: [] };
}

const NO_CHANGE = 'Unable to modify interface';

/** The tool hands on the beginning of a name that is too long. */
function change(context: CommandContext, name: string, request: WireguardRequest): CommandResult {
  const { machine, namespace } = context;
  const link = linkByName(ownNamespace(context), name.slice(0, MOST_LABEL));
  if (link === undefined) return giveUp(`${NO_CHANGE}: ${errno('ENODEV').words}`);
  const edit = setWireguard(machine, { namespace, index: link.index }, request);
  const { error } = edit;
  const stderr = error === undefined ? '' : `${NO_CHANGE}: ${errno(error).words}\n`;
  return { machine: edit.machine, stdout: '', stderr, exit: error === undefined ? 0 : 1 };
}
