/** Options of `bridge` that bear on what is printed. */
export interface BridgeOptions {
  readonly json: boolean;
  readonly pretty: boolean;
  readonly details: boolean;
}
