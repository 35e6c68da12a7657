/** How long the kernel's unit of time is, in milliseconds. Source: `CONFIG_HZ` of 250. */
const JIFFY = 4;

/** Milliseconds as the kernel keeps them: whole units of its own, rounded down. Source: `nf_msecs_to_jiffies64`. */
export function inJiffies<Time extends number | undefined>(milliseconds: Time): Time | number {
  return milliseconds === undefined ? milliseconds : Math.floor(milliseconds / JIFFY) * JIFFY;
}

/** Nanoseconds of the kernel's clock in milliseconds: nothing lasts as long. */
const FOREVER = 18_446_744_073_709;

/** Whether a time is one that the kernel doesn't take. Source: `nf_msecs_to_jiffies64`. */
export function isTooLong(milliseconds: number | undefined): boolean {
  return milliseconds !== undefined && milliseconds >= FOREVER;
}
