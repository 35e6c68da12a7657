import { removeFirewall } from './quick-firewall.js';
import { Failed, type QuickRun } from './quick-run.js';
import { saveConfig } from './save-quick-config.js';

/** `wg-quick down`. @throws Failed */
export async function takeDown(run: QuickRun): Promise<void> {
  const { config } = run;
  await run.runHooks(config.preDown);
  if (config.saves) await saveConfig(run);
  deleteDevice(run);
  if (config.nameServers.length > 0) {
    await orFailure(() => run.runOther(['resolvconf', '-d', run.device, '-f']));
  }
  await orFailure(() => removeFirewall(run));
  await run.runHooks(config.postDown);
}

async function orFailure(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Failed)) throw failure;
  }
}

/** The mark of the device's packets; undefined when it has none, or isn't there. */
export function fwmarkOf(run: QuickRun): number | undefined {
  const { text, exit } = run.ask(['wg', 'show', run.device, 'fwmark']);
  return exit !== 0 || text === '' || text === 'off' ? undefined : Number(text);
}

/** The rules of a full tunnel go, then the device. @throws Failed */
export function deleteDevice(run: QuickRun): void {
  const { device, config } = run;
  const isAuto = config.table === '' || config.table === 'auto';
  const mark = isAuto ? fwmarkOf(run) : undefined;
  if (mark !== undefined && takesAll(run)) {
    for (const option of ['-4', '-6']) {
      deleteRules(run, option, `lookup ${mark}`, ['table', `${mark}`]);
      deleteRules(run, option, `from all lookup ${SUPPRESSED}`, [
        'table',
        ...SUPPRESSED.split(' '),
      ]);
    }
  }
  run.run(['ip', 'link', 'delete', 'dev', device]);
}

/** The rule by which main counts but for its default route. */
const SUPPRESSED = 'main suppress_prefixlength 0';

function takesAll(run: QuickRun): boolean {
  return /\/0(\s|$)/.test(run.ask(['wg', 'show', run.device, 'allowed-ips']).text);
}

/** Deletes rules as long as one is listed like this. */
function deleteRules(run: QuickRun, option: string, listed: string, rule: readonly string[]): void {
  while (run.ask(['ip', option, 'rule', 'show'], false).text.includes(listed)) {
    run.run(['ip', option, 'rule', 'delete', ...rule]);
  }
}
