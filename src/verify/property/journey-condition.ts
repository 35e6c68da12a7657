/**
 * What is true of a packet's whole way, through all namespaces of its machine, as data. `followJourneys` gives what it is asked of.
 */
export type JourneyCondition =
  /** It is delivered, by itself; null: at whatever address, in whatever namespace. */
  | { readonly kind: 'reaches'; readonly address: string | null; readonly namespace: string | null }
  /** It is handed to a device, or sent by a port, while it is in no encrypted packet. */
  | { readonly kind: 'leaves-unencrypted'; readonly dev: string; readonly namespace: string }
  | { readonly kind: 'never'; readonly of: JourneyCondition };
