import { familyWords, firewallOf, removeFirewall } from './quick-firewall.js';
import { deleteDevice, fwmarkOf } from './quick-down.js';
import { Failed, type QuickRun } from './quick-run.js';

/** What has been done so far, to be undone when something fails. */
interface Done {
  nameServers: boolean;
  firewall: boolean;
}

/** `wg-quick up`: the device, its configuration, its addresses, its routes. What fails has the device go again. @throws Failed */
export async function bringUp(run: QuickRun): Promise<void> {
  const done: Done = { nameServers: false, firewall: false };
  try {
    await bringUpWhole(run, done);
  } catch (failure) {
    if (!(failure instanceof Failed)) throw failure;
    await undo(run, done);
    throw failure;
  }
}

async function undo(run: QuickRun, done: Done): Promise<void> {
  if (done.nameServers) await run.runOther(['resolvconf', '-d', run.device, '-f']);
  if (done.firewall) removeFirewall(run);
  deleteDevice(run);
}

async function bringUpWhole(run: QuickRun, done: Done): Promise<void> {
  const { device, config } = run;
  await run.runHooks(config.preUp);
  run.run(['ip', 'link', 'add', device, 'type', 'wireguard']);
  run.run(['wg', 'setconf', device], `${config.rest}\n`);
  for (const address of config.addresses) {
    run.run(['ip', familyWords(address).option, 'address', 'add', address, 'dev', device]);
  }
  const mtu = config.mtu === '' ? `${Math.max(0, pathMtu(run)) - OVERHEAD}` : config.mtu;
  run.run(['ip', 'link', 'set', 'mtu', mtu, 'up', 'dev', device]);
  if (config.nameServers.length > 0) {
    await run.runOther(['resolvconf', '-a', device, '-m', '0', '-x']);
    done.nameServers = true;
  }
  for (const prefix of allowedIps(run)) addRoute(run, prefix, done);
  await run.runHooks(config.postUp);
}

/** What an outer packet has more than the inner one, at most. */
const OVERHEAD = 80;
const USUAL_MTU = 1500;

/** The largest MTU on the way to an endpoint; without one that of the default route. */
function pathMtu(run: QuickRun): number {
  const endpoints = run.ask(['wg', 'show', run.device, 'endpoints']).text.split('\n');
  let largest = 0;
  for (const line of endpoints) {
    const [, host] = /^\S+\s+\[?([a-z0-9:.]+)\]?:[0-9]+$/.exec(line) ?? [];
    if (host === undefined) continue;
    largest = Math.max(largest, mtuIn(run, run.ask(['ip', 'route', 'get', host]).text));
  }
  if (largest > 0) return largest;
  const [byDefault = ''] = run.ask(['ip', 'route', 'show', 'default']).text.split('\n');
  return mtuIn(run, byDefault) || USUAL_MTU;
}

/** The MTU that a route as it is listed names, or that of its device; 0 when there is none. */
function mtuIn(run: QuickRun, route: string): number {
  const [, own] = /mtu (\d+)/.exec(route) ?? [];
  if (own !== undefined) return Number(own);
  const [, dev] = /dev (\S+)/.exec(route) ?? [];
  if (dev === undefined) return 0;
  const [, ofDevice] = /mtu (\d+)/.exec(run.ask(['ip', 'link', 'show', 'dev', dev]).text) ?? [];
  return Number(ofDevice ?? 0);
}

/** The prefixes of all peers, the longest first; of those as long, the last by their text. Source: sort(1), `-nr`. */
function allowedIps(run: QuickRun): readonly string[] {
  const listed = run.ask(['wg', 'show', run.device, 'allowed-ips']).text;
  const prefixes = listed.split(/\s+/).filter((word) => /^[0-9a-z:.]+\/[0-9]+$/.test(word));
  return prefixes.toSorted((a, b) => lengthOf(b) - lengthOf(a) || (a < b ? 1 : a > b ? -1 : 0));
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1));
}

function addRoute(run: QuickRun, prefix: string, done: Done): void {
  const { device, config } = run;
  const { option } = familyWords(prefix);
  const add = ['ip', option, 'route', 'add', prefix, 'dev', device];
  if (config.table === 'off') return;
  if (config.table !== '' && config.table !== 'auto') run.run([...add, 'table', config.table]);
  else if (prefix.endsWith('/0')) addDefault(run, prefix, done);
  else {
    const there = run.ask(['ip', option, 'route', 'show', 'dev', device, 'match', prefix], false);
    if (there.text === '') run.run(add);
  }
}

/** The table and mark that a full tunnel has when it is given none, unless the table has routes. */
const FIRST_TABLE = 51820;

/** All goes into the tunnel but what the tunnel sends: it has the mark. */
function addDefault(run: QuickRun, prefix: string, done: Done): void {
  const { device } = run;
  const { option } = familyWords(prefix);
  const mark = fwmarkOf(run) ?? chooseTable(run);
  run.run(['ip', option, 'route', 'add', prefix, 'dev', device, 'table', `${mark}`]);
  run.run(['ip', option, 'rule', 'add', 'not', 'fwmark', `${mark}`, 'table', `${mark}`]);
  run.run(['ip', option, 'rule', 'add', 'table', 'main', 'suppress_prefixlength', '0']);
  const firewall = firewallOf(run, prefix, mark);
  if (option === '-4') run.run(['sysctl', '-q', 'net.ipv4.conf.all.src_valid_mark=1']);
  run.run(['nft', '-f'], firewall);
  done.firewall = true;
}

function chooseTable(run: QuickRun): number {
  let table = FIRST_TABLE;
  const hasRoutes = (option: string): boolean =>
    run.ask(['ip', option, 'route', 'show', 'table', `${table}`], false).text !== '';
  while (hasRoutes('-4') || hasRoutes('-6')) table += 1;
  run.run(['wg', 'set', run.device, 'fwmark', `${table}`]);
  return table;
}
