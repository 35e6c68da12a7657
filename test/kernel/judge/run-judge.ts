import fc from 'fast-check';
import { scripts, type Draw } from '../draw/script.js';
import type { LineDifference } from '../difference.js';
import type { Question } from '../question.js';
import { isWhyField, newWhyCounts, type WhyCounts } from '../why/compare-why.js';
import { judgeScript } from './judge-script.js';
import { shrinkScript } from './shrink-script.js';

/** What a run of the judge has gone through so far. */
export interface Tally {
  scripts: number;
  /** Commands whose output was compared. */
  commands: number;
  /** `ip route get` questions. */
  questions: number;
  /** Real packets. */
  packets: number;
  /** Listings of WireGuard devices, of which the bytes received and sent aren't compared. */
  transfers: number;
  /** How much of the explanations of packets was compared. */
  readonly why: WhyCounts;
  /** Lines that were asked and not compared. */
  uncompared: number;
  /** Scripts that differ. */
  differences: number;
  /** Those of them that differ in nothing but explanations. */
  explanations: number;
  /** Scripts that differed, but not when they were played again: the machine was busy, or what it did before wasn't over. */
  unsteady: number;
}

/** A script on which the simulator differs from the kernel, made as small as time allowed. */
export interface Finding {
  /** The seed that draws it as the first script. */
  readonly seed: number;
  /** The whole script, from an empty namespace. */
  readonly script: readonly Question[];
  readonly differences: readonly LineDifference[];
  /** It differs whenever it's played, as far as was tried. */
  readonly isSteady: boolean;
}

/** How long, and from where, a judge runs. */
export interface JudgeOptions {
  /** 0 to 2^31 - 1: script number n is drawn by the seed n places after it. */
  readonly seed: number;
  /** Part of the names of the themes that it draws from; of all by default. */
  readonly theme?: string | undefined;
  /** It begins no new script after these. */
  readonly seconds: number;
  /** The most scripts; without limit by default. */
  readonly scripts?: number;
  /** It stops after so many scripts that differ; never by default. */
  readonly findings?: number;
  /** How long it tries to make a script that differs smaller; a minute by default. */
  readonly shrinkSeconds?: number;
  readonly onProgress?: (tally: Readonly<Tally>) => void;
  readonly onFinding?: (finding: Finding) => void;
}

/** The greatest seed. */
export const MAX_SEED = 0x7fffffff;
const SHRINK_SECONDS = 60;

/** Judges drawn scripts one after the other, and returns how many there were and which of them differ. */
export async function runJudge(
  options: JudgeOptions,
): Promise<{ readonly tally: Readonly<Tally>; readonly findings: readonly Finding[] }> {
  const tally: Tally = {
    scripts: 0,
    commands: 0,
    questions: 0,
    packets: 0,
    transfers: 0,
    why: newWhyCounts(),
    uncompared: 0,
    differences: 0,
    explanations: 0,
    unsteady: 0,
  };
  const findings: Finding[] = [];
  const end = Date.now() + options.seconds * 1000;
  const most = {
    scripts: Infinity,
    findings: Infinity,
    shrinkSeconds: SHRINK_SECONDS,
    ...options,
  };
  for (
    let number = 0;
    number < most.scripts && tally.differences < most.findings && Date.now() < end;
    number += 1
  ) {
    const seed = (options.seed + number) % (MAX_SEED + 1);
    const draw = drawScript(seed, options.theme);
    // oxlint-disable no-await-in-loop -- one world after the other
    const differences = await judgeScript([...draw.base, ...draw.script, ...draw.state], tally);
    if (differences.length > 0) {
      const finding = await examine({ seed, draw, differences }, most.shrinkSeconds);
      findings.push(finding);
      countFinding(tally, finding);
      options.onFinding?.(finding);
    }
    // oxlint-enable no-await-in-loop
    count(tally, [...draw.base, ...draw.script, ...draw.state]);
    options.onProgress?.(tally);
  }
  return { tally, findings };
}

/** The script that a seed draws. */
function drawScript(seed: number, theme?: string): Draw {
  const [draw] = fc.sample(scripts(seed, theme), { seed: spread(seed), numRuns: 1 });
  if (draw === undefined) throw new Error(`seed ${seed} draws nothing`);
  return draw;
}

/** Seeds side by side must not draw scripts that are alike. Source: the finalizer of MurmurHash3. */
function spread(seed: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

interface Found {
  readonly seed: number;
  readonly draw: Draw;
  readonly differences: readonly LineDifference[];
}

/** Plays once more what differs: nobody can be held to what the kernel itself doesn't do again. */
async function examine(found: Found, shrinkSeconds: number): Promise<Finding> {
  const script = [...found.draw.base, ...found.draw.script, ...found.draw.state];
  const again = await judgeScript(script);
  if (again.length > 0) return shrinkFinding({ ...found, differences: again }, shrinkSeconds);
  return { seed: found.seed, script, differences: found.differences, isSteady: false };
}

function countFinding(tally: Tally, { differences, isSteady }: Finding): void {
  if (!isSteady) {
    tally.unsteady += 1;
    return;
  }
  tally.differences += 1;
  if (differences.every(({ difference }) => isWhyField(difference.field))) tally.explanations += 1;
}

/** The fewest questions that still differ in the same field. */
async function shrinkFinding(
  { seed, draw: { base, script, state }, differences }: Found,
  seconds: number,
): Promise<Finding> {
  const deadline = Date.now() + seconds * 1000;
  const field = differences[0]?.difference.field;
  let smallest: Finding = {
    seed,
    script: [...base, ...script, ...state],
    differences,
    isSteady: true,
  };
  await shrinkScript([...script, ...state], async (tried) => {
    if (Date.now() >= deadline) return false;
    const found = await judgeScript([...base, ...tried]);
    if (found[0]?.difference.field !== field) return false;
    smallest = { seed, script: [...base, ...tried], differences: found, isSteady: true };
    return true;
  });
  return smallest;
}

function count(tally: Tally, questions: readonly Question[]): void {
  tally.scripts += 1;
  for (const question of questions) {
    if (question.kind === 'batch') tally.questions += question.batch.length;
    if (question.kind === 'packet' || question.kind === 'followed') tally.packets += 1;
    if (question.kind === 'run') tally.commands += 1;
    if (question.kind === 'run' && question.run.startsWith('wg show')) tally.transfers += 1;
  }
}
