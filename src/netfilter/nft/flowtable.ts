/** A flowtable: connections that bypass the path of packets. Source: nft(8), FLOWTABLES. */
export interface Flowtable {
  readonly name: string;
  readonly handle: number;
  readonly priority: number;
  readonly devices: readonly string[];
  readonly counter: boolean;
  readonly offload: boolean;
}
