export { proveClaim } from './claim.js';
export { classes, type ClassesOptions } from './classes.js';
export type { BehaviourClass } from './behaviour-class.js';
export type { ChoicesTaken } from './choices-at.js';
export { coverage, type Coverage, type CoveredClass } from './coverage.js';
export type { CoveredItem, CoveredItems } from './covered-items.js';
export { printCoverage, type PrintCoverageOptions } from './print-coverage.js';
export { deadRules, type DeadRulesOptions } from './dead-rules.js';
export { FINDING_KINDS, type Finding, type FindingKind, type Severity } from './lint/finding.js';
export { printDescription, type PacketBox, type PacketDescription } from './describe-packets.js';
export { diff, equivalent, type DiffOptions, type FateChange } from './diff.js';
export { printFate, type Fate } from './fate.js';
export { printAssumptions, type Assumptions } from './assumptions.js';
export { UnknownName, type NameKind } from '../unknown-name.js';
export { packetSet, type PacketSet } from './packet-set.js';
export type { PacketFilter, PacketValues } from './packet-filter.js';
export type { Direction } from './packet-space.js';
export { GaveUp, type Bounds, type GaveUpReason, type Progress } from '../bound.js';
export {
  prove,
  type Claims,
  type Counterexample,
  type NothingToProve,
  type Proof,
  type ProvedPart,
  type Proved,
  type ProveOptions,
  type Prover,
  type Wrong,
} from './prove.js';
export { withoutOne, type WithoutOne } from './without-one.js';
export type { Connections } from './track-packets.js';
export type { Block } from './variables.js';
