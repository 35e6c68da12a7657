import type { SysctlKey } from './sysctl-key.js';

/** A key that shows a time that another one has in milliseconds. */
export interface SysctlTwin {
  /** The name of the other key. */
  readonly kept: string;
  /** Milliseconds of its unit: seconds, the 100 ticks of a second that programs see, or the kernel's own ticks. */
  readonly unit: number;
}

/** Milliseconds of the kernel's own tick, in which it keeps times (CONFIG_HZ 250). */
const TICK = 4;

const TWINS: ReadonlyMap<string, SysctlTwin> = new Map(
  (['ipv4', 'ipv6'] as const).flatMap((family) =>
    (
      [
        ['base_reachable_time', 1000],
        ['retrans_time', family === 'ipv4' ? 10 : TICK],
      ] as const
    ).map(([leaf, unit]) => {
      const name = `net.${family}.neigh.*.${leaf}`;
      return [name, { kept: `${name}_ms`, unit }];
    }),
  ),
);

const KEPT: ReadonlySet<string> = new Set([...TWINS.values()].map(({ kept }) => kept));

/** The key that has a key's time; undefined for one that has its own value. Source: `neigh_proc_base_reachable_time`. */
export function twinOf({ name }: SysctlKey): SysctlTwin | undefined {
  return TWINS.get(name);
}

/** A time of milliseconds in the unit of a twin. */
export function shownTime({ unit }: SysctlTwin, milliseconds: string): string {
  return String(Math.floor(Number(milliseconds) / unit));
}

/** The milliseconds that a twin's value makes. */
export function keptTime({ unit }: SysctlTwin, value: string): string {
  return String(Math.floor((Number(value) * unit) / TICK) * TICK);
}

/** What becomes of a value that was taken: times end at a tick, and groups from one above to one below are none. Source: `ping_group_range`. */
export function takenValue({ name }: SysctlKey, value: string): string {
  if (KEPT.has(name)) return String(Math.ceil(Number(value) / TICK) * TICK);
  if (name !== 'net.ipv4.ping_group_range') return value;
  const [low = 0, high = 0] = value.split('\t').map(Number);
  return low > high ? '1\t0' : value;
}
