/** The protocol of a rule: `-p`, possibly inverted. */
export interface ProtocolMatch {
  readonly number: number;
  readonly inverted: boolean;
}
