import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { DeviceList } from '../../syntax/tree/block.js';
import type { Expression } from '../../syntax/tree/expression.js';

/** The names of devices, with those of variables put in, in the order in which the kernel shows them. */
export function readDevices(devices: DeviceList): readonly string[] {
  const names = namesOf(devices);
  return names.toSorted();
}

function namesOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'variable':
      return namesOf(expression.value);
    case 'list':
      return expression.items.flatMap(namesOf);
    case 'set':
      return expression.elements.flatMap((member) =>
        member.kind === 'element' ? namesOf(member.key) : namesOf(member),
      );
    case 'symbol':
      return [expression.text];
    default:
      throw new EvaluationError('not a device', expression.at);
  }
}
