import type { CommandContext, CommandResult } from '../command.js';
import { refuse, succeed } from '../result.js';
import { wireguardDevice, wireguardDevices } from './devices.js';
import { printConfig } from './show-config.js';
import { printColumn, type ShownDevice } from './show-column.js';
import { printDevice } from './show-text.js';
import { SHOW_USAGE, SHOWCONF_USAGE } from './usage.js';

const NO_ACCESS = 'Unable to access interface';

/** `wg show`. @throws Refusal */
export function show(context: CommandContext, words: readonly string[]): CommandResult {
  const [name, column, ...others] = words;
  const { machine } = context;
  if (others.length > 0) return refuse(context, 1, SHOW_USAGE);
  if (name === undefined || name === 'all') {
    return showSeveral(context, wireguardDevices(context), column);
  }
  if (name === 'interfaces') {
    if (column !== undefined) return refuse(context, 1, SHOW_USAGE);
    const names = wireguardDevices(context).map((device) => device.name);
    return succeed(machine, names.length === 0 ? '' : `${names.join(' ')}\n`);
  }
  if (column === undefined && HELP.has(name)) return { ...succeed(machine), stderr: SHOW_USAGE };
  const device = wireguardDevice(context, name, NO_ACCESS);
  if (column === undefined) return succeed(machine, printDevice(device));
  const text = printColumn(column, device, '');
  return text === undefined ? noColumn(context, column) : succeed(machine, text);
}

const HELP: ReadonlySet<string> = new Set(['-h', '--help', 'help']);

function showSeveral(
  context: CommandContext,
  devices: readonly ShownDevice[],
  column: string | undefined,
): CommandResult {
  const { machine } = context;
  if (column === undefined) return succeed(machine, devices.map(printDevice).join('\n'));
  const texts = devices.map((device) => printColumn(column, device, `${device.name}\t`));
  return texts.includes(undefined) ? noColumn(context, column) : succeed(machine, texts.join(''));
}

function noColumn(context: CommandContext, column: string): CommandResult {
  return refuse(context, 1, `Invalid parameter: \`${column}'\n${SHOW_USAGE}`);
}

/** `wg showconf`. @throws Refusal */
export function showconf(context: CommandContext, words: readonly string[]): CommandResult {
  const [name, ...others] = words;
  if (name === undefined || others.length > 0) return refuse(context, 1, SHOWCONF_USAGE);
  return succeed(context.machine, printConfig(wireguardDevice(context, name, NO_ACCESS)));
}
