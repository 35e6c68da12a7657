import { writeDifference } from '../../golden/differences.js';
import { inWorld } from '../live.js';
import { askVersions, playQuestions } from '../recording.js';
import type { Finding } from './run-judge.js';

/** Records what the kernel answers to a finding's script, with the first difference as its note. */
export async function keepFinding(
  { seed, script, differences: [first] }: Finding,
  file: URL,
): Promise<void> {
  const [versions, answers] = await inWorld(async (world) => [
    await askVersions(world),
    await playQuestions(world, script),
  ]);
  const what = first === undefined ? '' : `: ${first.difference.field} of ${first.question}`;
  writeDifference(file, { note: `seed ${seed}${what}`, versions, questions: script, answers });
}
