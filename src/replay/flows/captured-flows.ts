import type { BrokenPart, Frame } from '../capture/frame.js';
import { newIpHeader, readIpHeader, type IpHeader } from '../capture/ip-header.js';
import { findNetworkLayer, vlanOf } from '../capture/network-layer.js';
import { readCapture } from '../capture/read-capture.js';
import { FlowBatcher, type FlowBatch } from './flow-batch.js';
import type { CapturePiece } from './flow-piece.js';
import type { FlowScope, UnsentReason } from './flow-scope.js';

/**
 * The packets of a piece of a capture. One whose source is an address of the host was sent by it; any other arrives: on the device that is named,
 * else on the one that the capture names.
 *
 * @param iif - the device on which all packets arrive, own sources or not; undefined when the capture names it
 */
export function* capturedFlows(
  { head, bytes, before, at }: CapturePiece,
  scope: FlowScope,
  iif: string | undefined,
): Iterable<FlowBatch> {
  const capture = readCapture(at - head.length);
  const batcher = new FlowBatcher();
  const header = newIpHeader();
  const arrival = arrivalOf(scope, iif);
  let number = before;

  function* take(records: Iterable<Frame | BrokenPart>): Iterable<FlowBatch> {
    for (const record of records) {
      number += 1;
      const index = place(record);
      if (typeof index === 'number') {
        const full = batcher.addHeader(header, index, number);
        if (full !== undefined) yield full;
      } else {
        scope.unsent({ number, kind: index.kind, why: index.why });
      }
    }
  }

  /** The device on which a record's packet arrives, 0 when the host sends it; its header is read. */
  function place(record: Frame | BrokenPart): number | UnsentReason {
    if (record.kind === 'broken') return { kind: 'not sent', why: record.why };
    const { linkType, bytes: frame } = record;
    const offset = findNetworkLayer(linkType, frame);
    if (typeof offset !== 'number') return offset;
    return readIpHeader(frame, offset, header) ?? arrival(header, record);
  }

  yield* take(capture.push(head));
  yield* take(capture.push(bytes));
  yield* take(capture.end());
  yield* batcher.flush();
}

/** Finds the device on which a packet arrives; 0 when the host sends it. */
function arrivalOf(
  scope: FlowScope,
  iif: string | undefined,
): (header: IpHeader, frame: Frame) => number | UnsentReason {
  const named = iif === undefined ? undefined : deviceOf(scope, iif);
  return ({ family, src }, frame) => {
    if (named !== undefined) return named;
    const words = family === 4 ? [src[0] ?? 0] : [...src];
    if (scope.isOwn({ family, words })) return 0;
    const { dev, devTrouble } = frame;
    if (dev === undefined) return notSent(`no device of arrival: ${devTrouble ?? 'none is named'}`);
    const vlan = vlanOf(frame.linkType, frame.bytes);
    if (vlan !== 0) return notSent(`no device of arrival: tagged for VLAN ${vlan} on ${dev}`);
    return deviceOf(scope, dev);
  };
}

function deviceOf(scope: FlowScope, name: string): number | UnsentReason {
  return scope.ifindex(name) ?? notSent(`no device of arrival: the host has no ${name}`);
}

function notSent(why: string): UnsentReason {
  return { kind: 'not sent', why };
}
