import { assertNever } from '../assert-never.js';
import { flowOf } from './flow.js';
import type { Step, StepId } from './step.js';

/** Every step to which a step leads, by itself or by a call. */
export function successors(step: Step): readonly StepId[] {
  return flowOf(step).ways.map(({ to }) => to);
}

/** The steps to which a step leads in its own subroutine: what it calls is not followed, and neither is what it emits. */
export function successorsWithin(step: Step): readonly StepId[] {
  return flowOf(step).ways.flatMap(({ to, by }) => (by === 'call' || by === 'emit' ? [] : [to]));
}

/** The step with other successors. */
export function withSuccessors(step: Step, to: (id: StepId) => StepId): Step {
  switch (step.kind) {
    case 'test':
      return { ...step, yes: to(step.yes), no: to(step.no) };
    case 'lookup':
      return { ...step, hit: to(step.hit), miss: to(step.miss) };
    case 'call':
      return { ...step, target: to(step.target), next: to(step.next) };
    case 'emit':
      return { ...step, to: to(step.to), next: to(step.next) };
    case 'confirm':
      return { ...step, next: to(step.next), clash: to(step.clash) };
    case 'choose':
      return { ...step, options: step.options.map(to) };
    case 'assign':
    case 'map':
    case 'resolve':
    case 'keep':
    case 'recall':
    case 'track':
    case 'unique':
    case 'forget':
    case 'open':
    case 'close':
    case 'count':
    case 'pick':
      return { ...step, next: to(step.next) };
    case 'return':
    case 'end':
      return step;
    default:
      return assertNever(step);
  }
}
