import { isDeepStrictEqual } from 'node:util';
import type { FamilyState, Host, Netfilter } from 'nexthop';
import type { Machine } from '../../../src/machine/machine.js';
import { machineToData } from '../../../src/machine/machine-data.js';
import { isFallback, loadTunnelModule } from '../../../src/machine/tunnel-devices.js';
import { hold } from '../target.js';

/** What a command printed, and its exit status. */
export interface Answered {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands that do several things, of which those before the refused one stay, as on Linux. */
const SEVERAL: readonly { readonly tool: RegExp; readonly words: RegExp }[] = [
  { tool: /^ip$/, words: /(^|\0)--?b(a(t(c(h)?)?)?)?(\0|$)|(^|\0)fl/ },
  { tool: /^sysctl$/, words: /./s },
  { tool: /^ipset$/, words: /^(r|-$|-!)|restore|-R/ },
  { tool: /^ipset$/, words: /^(-\S*\0)*(add|del|-A|-D)\0.*\d[/-]\d/s },
  { tool: /tables.*-restore/, words: /^/ },
  // The kernel changes a device step by step, as far as one that it refuses. Source: `do_setlink`, `br_changelink`, `bond_changelink`.
  { tool: /^ip$/, words: /(^|\0)l\w*\0(s|se|set|c\w*)\0/s },
  // The kernel sets a device's mark before its port. Source: `wg_set_device`.
  { tool: /^wg$/, words: /^set\0.*listen-port|^(set|add|sync)conf\0/s },
];

/** Runs a command on a host and checks what holds of every command. */
export function carryOut(
  host: Host,
  words: readonly string[],
  stdin = '',
): { readonly host: Host; readonly answered: Answered } {
  const { host: after, exit, stdout, stderr } = host.exec(words, stdin);
  const shown = JSON.stringify(words);
  hold(Number.isInteger(exit) && exit >= 0 && exit <= 255, 'an exit status is 0..255', exit, shown);
  if (exit !== 0) {
    const isSaid = stderr !== '' || stdout.startsWith('Usage: ') || isQuiet(words, stdin);
    hold(isSaid, 'a refusal prints why', shown);
    hold(
      // Of an option behind a command nft ends the line on standard output.
      stderr === '' || stderr.endsWith('\n') || `${stderr}${stdout}`.endsWith('\n'),
      'what a refusal prints ends in a newline',
      stderr,
      shown,
    );
    hold(
      doesSeveral(words) || isAsItWas(host.machine, after.machine),
      'a refused command leaves the host as it was',
      stderr,
      shown,
    );
  }
  return { host: after, answered: { exit, stdout, stderr } };
}

/** Whether a tool prints nothing of what is wrong: with `-q`, also on a line of what ipset reads; sysctl of a key that can't be read; nft of a file in a folder that isn't there. */
function isQuiet(words: readonly string[], stdin: string): boolean {
  const [tool, ...given] = withoutExec(words);
  return (
    tool === 'sysctl' ||
    (tool === 'nft' && /(^|\0)(-\w*f|--f\w*=?)\0?[^\0]*\//.test(given.join('\0'))) ||
    /(^|[\s"])--?\w*q/.test(`${words.join(' ')}\n${stdin}`)
  );
}

/**
 * Whether a machine is as it was, but for what it is now known to lack, the empty tables that a refused route leaves behind, the handles that a refused
 * command of nft has used up, the sizes that it has given sets, the number of a device that was refused after it had been there, and the module that a refused command about
 * tunnels has loaded, as on Linux.
 */
function isAsItWas(given: Machine, after: Machine): boolean {
  if (given === after) return true;
  const before = withModulesOf(after, given);
  const namespaces = after.namespaces.map((namespace, name) => {
    const old = before.namespaces.get(name);
    if (old === undefined) return namespace;
    return namespace
      .set('lastIfindex', old.lastIfindex)
      .update('v4', (state) => withoutNewTables(old.v4, state))
      .update('v6', (state) => withoutNewTables(old.v6, state))
      .update('netfilter', (netfilter) => withHandlesOf(old.netfilter, netfilter));
  });
  const { missing, inert } = before;
  const settled = after.merge({ namespaces, missing, inert });
  return isDeepStrictEqual(machineToData(before), machineToData(settled));
}

/** A machine with the modules of tunnels that another one has. */
function withModulesOf(other: Machine, machine: Machine): Machine {
  const fallbacks = [...other.namespaces.values()].flatMap(({ links }) =>
    [...links.values()].filter(isFallback),
  );
  return fallbacks.reduce((loaded, { kind }) => {
    const edit = loadTunnelModule(loaded, kind);
    return edit.kind === 'refused' ? loaded : edit.machine;
  }, machine);
}

function withHandlesOf(before: Netfilter, after: Netfilter): Netfilter {
  const tables = after.tables.map((table, key) => {
    const old = before.tables.get(key);
    if (old === undefined) return table;
    const sets = table.sets.map((set) => {
      const known = old.sets.get(set.name);
      return known === undefined
        ? set
        : set.merge({ size: known.size, sizeChosen: known.sizeChosen });
    });
    return table.merge({ nextHandle: old.nextHandle, sets });
  });
  return after.merge({ nextHandle: before.nextHandle, tables });
}

function withoutNewTables(before: FamilyState, after: FamilyState): FamilyState {
  const isNew = (id: number): boolean =>
    !before.tables.has(id) && after.tables.get(id)?.routes.size === 0;
  return after
    .update('tables', (tables) => tables.filterNot((_, id) => isNew(id)))
    .update('tableOrder', (order) => order.filterNot(isNew));
}

function doesSeveral(given: readonly string[]): boolean {
  const [tool = '', ...words] = withoutExec(given);
  return SEVERAL.some((each) => each.tool.test(tool) && each.words.test(words.join('\0')));
}

/** The command that `ip netns exec NAME COMMAND` runs in another namespace, however its words are abbreviated. */
function withoutExec(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => /^ex?e?c?$/.test(word));
  const isExec = words[0] === 'ip' && words.slice(1, at).some((word) => /^netn?s?$/.test(word));
  return isExec ? withoutExec(words.slice(at + 2)) : words;
}
