import type { Host } from 'nexthop';
import { hold } from '../target.js';

/** What a route that is shown has that no command can ask for (IPv6 takes `metric 0` for 1024), or that stands for several routes. */
const UNASKED = /\b(dead|linkdown|nexthop|nhid|expires|cache|error|metric 0)\b/;
/** Tables whose routes other routes need to be made. */
const NEEDED: ReadonlySet<number> = new Set([253, 254, 255]);

/** Checks that `ip route add` makes again what `ip route` shows of each table of the user's. */
export function holdRoutesAgain(host: Host): void {
  for (const [family, key] of [
    ['-4', 'v4'],
    ['-6', 'v6'],
  ] as const) {
    for (const id of host.namespace[key].tables.keys()) {
      if (!NEEDED.has(id)) holdTableAgain(host, family, `${id}`);
    }
  }
}

function holdTableAgain(host: Host, family: string, table: string): void {
  const show = (of: Host): string =>
    of.exec(['ip', family, 'route', 'show', 'table', table]).stdout.replaceAll(/ +\n/g, '\n');
  const shown = show(host);
  const lines = shown.split('\n').filter(Boolean);
  const prefixes = new Set(lines.map((line) => line.replace(/^[a-z]+ /, '').split(' ')[0]));
  if (UNASKED.test(shown) || prefixes.size < lines.length) return;
  let bare = host.exec(['ip', family, 'route', 'flush', 'table', table]).host;
  hold(show(bare) === '', 'a table that is flushed is empty', shown, show(bare));
  for (const line of lines) {
    const words = ['ip', family, 'route', 'add', ...line.split(/\s+/), 'table', table];
    const added = bare.exec(words);
    // The gateway may be reached by a route that is not there yet; the source may have gone, as routes of other tables than main stay.
    if (/invalid gateway|No route|Invalid prefsrc/.test(added.stderr)) return;
    hold(added.exit === 0, 'ip route add takes what ip route shows', added.stderr, words);
    bare = added.host;
  }
  hold(show(bare) === shown, 'ip route shows the same after ip route add', shown, show(bare));
}
