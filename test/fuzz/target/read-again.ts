import type { Host } from 'nexthop';
import { hold } from '../target.js';

/** Checks that what the tools print of a host makes the same when it is given to them. */
export function holdReadAgain(host: Host): void {
  for (const tool of ['iptables', 'ip6tables']) {
    const saved = savedRules(host, tool);
    const restored = host.exec([`${tool}-restore`], saved);
    hold(
      restored.exit === 0,
      `${tool}-restore takes what ${tool}-save prints`,
      restored.stderr,
      saved,
    );
    const again = savedRules(restored.host, tool);
    hold(again === saved, `${tool}-save prints the same after ${tool}-restore`, saved, again);
  }
  for (const family of ['-4', '-6']) holdRulesAgain(host, family);
  const sets = host.exec(['ipset', 'save']).stdout;
  if (sets === '') return;
  const bare = ['iptables', 'ip6tables']
    .reduce((now, tool) => now.exec([`${tool}-restore`], emptied(savedRules(now, tool))).host, host)
    // A set in a list can't be destroyed.
    .exec(['ipset', 'flush'])
    .host.exec(['ipset', 'destroy']).host;
  const restored = bare.exec(['ipset', 'restore'], sets);
  hold(restored.exit === 0, 'ipset restore takes what ipset save prints', restored.stderr, sets);
  const again = restored.host.exec(['ipset', 'save']).stdout;
  hold(again === sets, 'ipset save prints the same after ipset restore', sets, again);
}

function savedRules(host: Host, tool: string): string {
  const { stdout } = host.exec([`${tool}-save`]);
  return stdout.replaceAll(/^#.*\n/gm, '');
}

/** The tables of a saved ruleset without their rules and chains. */
function emptied(saved: string): string {
  return saved.replaceAll(/^(-|:\S+ - ).*\n/gm, '');
}

/** What the kernel adds to a rule that is there. */
const STATE = / ?\[(detached|unresolved)\]/g;

function holdRulesAgain(host: Host, family: string): void {
  const shown = host.exec(['ip', family, 'rule']).stdout;
  let bare = host;
  for (const line of shown.split('\n').filter(Boolean)) {
    const [priority = ''] = line.split(':');
    bare = bare.exec(['ip', family, 'rule', 'del', 'pref', priority]).host;
  }
  hold(bare.exec(['ip', family, 'rule']).stdout === '', 'each rule can be deleted', shown);
  for (const line of shown.replaceAll(STATE, '').split('\n').filter(Boolean)) {
    const [, priority = '', rest = ''] = /^(\d+):\s+(.*)$/.exec(line) ?? [];
    const words = ['ip', family, 'rule', 'add', 'pref', priority, ...rest.trim().split(/\s+/)];
    const added = bare.exec(words);
    hold(added.exit === 0, 'ip rule add takes what ip rule shows', added.stderr, words);
    bare = added.host;
  }
  const again = bare.exec(['ip', family, 'rule']).stdout;
  hold(again === shown, 'ip rule shows the same after ip rule add', shown, again);
}
