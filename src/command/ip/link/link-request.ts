/** What `ip link add` and `ip link set` ask for; undefined where nothing is said. Source: `iplink_parse` of iproute2. */
export interface LinkRequest {
  /** The device that is meant. */
  readonly dev: string | undefined;
  /** Its new name, when that is another. */
  readonly name: string | undefined;
  readonly index: number | undefined;
  /** The device that a new one is to lie on. */
  readonly lower: string | undefined;
  readonly up: boolean | undefined;
  readonly lladdr: readonly number[] | undefined;
  readonly broadcast: readonly number[] | undefined;
  readonly mtuBytes: number | undefined;
  readonly txQueueLength: number | undefined;
  /** ifindex of the bridge that it becomes a port of; null: of none. */
  readonly master: number | null | undefined;
  readonly group: number | undefined;
  readonly alias: string | undefined;
  readonly arp: boolean | undefined;
  readonly multicast: boolean | undefined;
  readonly allmulticast: boolean | undefined;
  readonly promisc: boolean | undefined;
  readonly carrier: boolean | undefined;
  readonly dynamic: boolean | undefined;
  readonly makesLinkLocal: boolean | undefined;
  /** Name of the namespace to move to, or to make the device in. */
  readonly netns: string | undefined;
  /** The kind of device, and the words after it. */
  readonly type: { readonly kind: string; readonly rest: readonly string[] } | undefined;
}

/** A request that is being read. */
export type LinkRequestDraft = { -readonly [Key in keyof LinkRequest]: LinkRequest[Key] };

/** A request that says nothing. */
export function emptyRequest(): LinkRequestDraft {
  return {
    dev: undefined,
    name: undefined,
    index: undefined,
    lower: undefined,
    up: undefined,
    lladdr: undefined,
    broadcast: undefined,
    mtuBytes: undefined,
    txQueueLength: undefined,
    master: undefined,
    group: undefined,
    alias: undefined,
    arp: undefined,
    multicast: undefined,
    allmulticast: undefined,
    promisc: undefined,
    carrier: undefined,
    dynamic: undefined,
    makesLinkLocal: undefined,
    netns: undefined,
    type: undefined,
  };
}
