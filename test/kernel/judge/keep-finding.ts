import { writeDifference } from '../../golden/differences.js';
import { inWorld } from '../live.js';
import { askVersions, playQuestions, withoutChance } from '../recording.js';
import { mayTrace } from '../why/may-trace.js';
import type { Finding } from './run-judge.js';

/** Records what the kernel answers to a finding's script, with the first difference as its note. */
export async function keepFinding(
  { seed, script, differences: [first] }: Finding,
  file: URL,
): Promise<void> {
  const [versions, asked] = await inWorld(
    async (world) => [await askVersions(world), await playQuestions(world, script)],
    { why: mayTrace(script) },
  );
  const answers = asked.map(withoutChance);
  const what = first === undefined ? '' : `: ${first.difference.field} of ${first.question}`;
  writeDifference(file, { note: `seed ${seed}${what}`, versions, questions: script, answers });
}
