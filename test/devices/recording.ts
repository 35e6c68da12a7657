/** A command with all that it printed, and its exit status on a line of its own when that isn't 0. */
export interface Answer {
  readonly command: string;
  readonly printed: string;
}

/** The answers of a recording, whose first line has the versions. */
export function readRecording(text: string): readonly Answer[] {
  const [, ...parts] = text.split(/^\$ /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { command: part.slice(0, end), printed: part.slice(end + 1) };
  });
}

/**
 * Timers run while a kernel is asked, a veth has as many queues as there are processors, of which a kernel without `CONFIG_RPS` lists those that send alone, a link-layer address that isn't given is one by chance, and what a
 * bridge has learned depends on who has spoken of himself.
 */
function untimed(printed: string): string {
  return printed
    .replaceAll(/(_timer"?:?) *[0-9]+\.[0-9]{2}/g, '$1 TIME')
    .replaceAll(/(numrxqueues [0-9]+ | *"num_rx_queues": ?[0-9]+,\n?)/g, '')
    .replaceAll(/(num_?tx_?queues"?:? *)[12]\b/g, '$1FEW')
    .replaceAll(/(fdb_n_learned"?:? *)[0-9]+/g, '$1SOME')
    .replaceAll(/(link\/ether |"address": ?")(?!0[0-2]:)[0-9a-f:]{17}/g, '$1CHANCE');
}

/** The permanent address of a tunnel over IPv6. */
export const TUNNEL6_PERMADDR = /(permaddr(?:": ?")? ?)[0-9a-f]{0,4}:[0-9a-f:]+::/g;

/** An answer without what differs from one run to the next. A tunnel over IPv6 has a permanent address by chance, and a link-local one of it. */
export function masked({ command, printed }: Answer): Answer {
  const permanent = untimed(printed).replaceAll(TUNNEL6_PERMADDR, '$1CHANCE');
  return { command, printed: permanent.replaceAll(/fe80::[0-9a-f:]+ff:fe[0-9a-f:]+/g, maskOwn) };
}

/** That of a device whose link-layer address was given stays to be compared. */
function maskOwn(address: string): string {
  return /^fe80::(?:ff:fe|[0-9a-f]{0,2}:ff:fe|0?:)/.test(address) ? address : 'LINK-LOCAL';
}
