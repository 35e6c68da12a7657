/** Data of a match extension, as its file defines it; `name` says which. */
export interface MatchData {
  readonly name: string;
}

/** Data of a target extension, as its file defines it; `name` says which. */
export interface TargetData {
  readonly name: string;
}
