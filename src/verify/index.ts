export { proveClaim } from './ask/claim.js';
export { classes, type ClassesOptions } from './ask/classes.js';
export type { BehaviourClass } from './ask/behaviour-class.js';
export type { ChoicesTaken } from './fate/choices-at.js';
export { coverage, type Coverage, type CoveredClass } from './ask/coverage.js';
export type { CoveredItem, CoveredItems } from './ask/covered-items.js';
export { printCoverage, type PrintCoverageOptions } from './ask/print-coverage.js';
export { printProof } from './ask/print-proof.js';
export { deadRules, type DeadRulesOptions } from './ask/dead-rules.js';
export { FINDING_KINDS, type Finding, type FindingKind, type Severity } from './lint/finding.js';
export {
  printDescription,
  type PacketBox,
  type PacketDescription,
} from './packets/describe-packets.js';
export { diff, equivalent, type DiffOptions, type FateChange } from './ask/diff.js';
export { printFate, type Fate } from './fate/fate.js';
export { printAssumptions, type Assumptions } from './ask/assumptions.js';
export { UnknownName, type NameKind } from '../unknown-name.js';
export { packetSet, type PacketSet } from './packets/packet-set.js';
export type { PacketFilter, PacketValues } from './packets/packet-filter.js';
export type { Direction } from './packets/packet-space.js';
export { GaveUp, type Bounds, type GaveUpReason, type Progress } from '../bound.js';
export { prove, type Claims, type ProveOptions, type Prover } from './ask/prove.js';
export type {
  Counterexample,
  NothingToProve,
  Proof,
  ProvedPart,
  Proved,
  Undecided,
  Wrong,
} from './ask/proof.js';
export {
  journeyClasses,
  type DescribedPackets,
  type JourneyClass,
  type JourneyClassesOptions,
} from './ask/journey-classes.js';
export { journeyDiff, type JourneyChange } from './ask/journey-diff.js';
export type { JourneyFate } from './journey/journey-fates.js';
export { withoutOne, type WithoutOne } from './ask/without-one.js';
export type { Connections } from './run/track-packets.js';
export type { Block } from './engine/variables.js';
