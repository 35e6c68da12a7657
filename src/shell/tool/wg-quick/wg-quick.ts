import { answer, refuse, type ShellTool, type ToolCall } from '../shell-tool.js';
import { takeDown } from './quick-down.js';
import { Failed, QuickRun } from './quick-run.js';
import { bringUp } from './quick-up.js';
import { readQuickConfig, WrongValue, type QuickConfig } from './read-quick-config.js';
import { saveConfig } from './save-quick-config.js';
import { QUICK_USAGE } from './usage.js';

/**
 * `wg-quick up|down|save|strip`: runs the same commands in the same order as the program does, and shows them. Source: wg-quick(8);
 * judged by what the one of wireguard-tools 1.0.20210914 prints.
 */
export const wgQuick: ShellTool = async (call) => {
  const [verb = '', name, ...others] = call.argv;
  if (name === undefined && HELP.has(verb)) return { ...answer(), stderr: QUICK_USAGE };
  if (name === undefined || others.length > 0 || !VERBS.has(verb)) {
    return { ...answer(), stderr: QUICK_USAGE, exit: 1 };
  }
  const found = await findConfig(call, name);
  if ('mistake' in found) return refuse(1, `wg-quick: ${found.mistake}`);
  const { path, device, warning } = found;
  let config: QuickConfig;
  try {
    config = readQuickConfig((await call.files.readText(path)) ?? '');
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    return { ...answer(), stderr: `${warning}wg-quick: ${error.message}\n`, exit: 1 };
  }
  const run = new QuickRun(call, device, path, config);
  run.stderr += warning;
  const exit = await runVerb(run, verb);
  return { stdout: run.stdout, stderr: run.stderr, exit };
};

const HELP: ReadonlySet<string> = new Set(['--help', '-h', 'help']);

/** What each verb does; a message is why it does nothing. */
const VERBS: ReadonlyMap<string, (run: QuickRun) => Promise<string | undefined>> = new Map([
  [
    'up',
    async (run: QuickRun) => {
      const there = run.ask(['ip', 'link', 'show', 'dev', run.device], false).text;
      if (there !== '') return `\`${run.device}' already exists`;
      await bringUp(run);
      return undefined;
    },
  ],
  ['down', (run: QuickRun) => onDevice(run, () => takeDown(run))],
  ['save', (run: QuickRun) => onDevice(run, () => saveConfig(run))],
  [
    'strip',
    async (run: QuickRun) => {
      run.stdout += `${run.config.rest}\n`;
      return undefined;
    },
  ],
]);

async function onDevice(run: QuickRun, work: () => Promise<void>): Promise<string | undefined> {
  const devices = run.ask(['wg', 'show', 'interfaces']).text.split(' ');
  if (!devices.includes(run.device)) return `\`${run.device}' is not a WireGuard interface`;
  await work();
  return undefined;
}

async function runVerb(run: QuickRun, verb: string): Promise<number> {
  try {
    const mistake = await VERBS.get(verb)?.(run);
    if (mistake === undefined) return 0;
    run.stderr += `wg-quick: ${mistake}\n`;
    return 1;
  } catch (failure) {
    if (!(failure instanceof Failed)) throw failure;
    return failure.exit;
  }
}

/** A configuration file, and the device that it is named after. */
type Found =
  | { readonly path: string; readonly device: string; readonly warning: string }
  | { readonly mistake: string };

async function findConfig({ files, shell }: ToolCall, name: string): Promise<Found> {
  const isName = /^[a-zA-Z0-9_=+.-]{1,15}$/.test(name);
  const written = isName ? `/etc/wireguard/${name}.conf` : name;
  const given = files.resolvePath(shell.cwd, written);
  if (!(await files.exists(given))) return { mistake: `\`${written}' does not exist` };
  const [, device] = /(?:^|\/)([a-zA-Z0-9_=+.-]{1,15})\.conf$/.exec(written) ?? [];
  if (device === undefined) {
    const form = 'a valid interface name, followed by .conf';
    return { mistake: `The config file must be ${form}` };
  }
  const path = await files.realpath(given);
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const [{ mode: own }, { mode: around }] = [await files.stat(path), await files.stat(folder)];
  const warning = (own & around & 0o7) === 0 ? '' : `Warning: \`${path}' is world accessible\n`;
  return { path, device, warning };
}
