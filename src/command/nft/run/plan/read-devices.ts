import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { DeviceList } from '../../syntax/tree/block.js';
import type { Expression } from '../../syntax/tree/expression.js';
import type { Span } from '../../syntax/tree/span.js';

/** A name of a device and where it is written. */
export interface PlacedDevice {
  readonly name: string;
  readonly at: Span;
}

/** The names of devices, with those of variables put in, in the order in which the kernel is told them and shows them. Source: nft's `nft_dev_array`. */
export function readDevices(devices: DeviceList): readonly PlacedDevice[] {
  return devicesIn(devices)
    .toReversed()
    .toSorted((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
}

/** The same in the order of the text, as the kernel is told what it shall forget. */
export function devicesIn(expression: Expression): readonly PlacedDevice[] {
  switch (expression.kind) {
    case 'variable':
      return devicesIn(expression.value);
    case 'list':
      return expression.items.flatMap(devicesIn);
    case 'set':
      return expression.elements.flatMap((member) =>
        member.kind === 'element' ? devicesIn(member.key) : devicesIn(member),
      );
    case 'symbol':
      return [{ name: expression.text, at: expression.at }];
    default:
      throw new EvaluationError('not a device', expression.at);
  }
}
