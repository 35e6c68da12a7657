import type { Frame } from '../capture/frame.js';
import { newIpHeader, readIpHeader, type IpHeader } from '../capture/ip-header.js';
import { findNetworkLayer } from '../capture/network-layer.js';
import { readCapture } from '../capture/read-capture.js';
import { FlowBatcher, type FlowBatch } from './flow-batch.js';
import type { FlowReader, FlowScope } from './flow-reader.js';

/**
 * The packets of a capture. One whose source is an address of the host was sent by it; any other arrives: on the device that is named,
 * else on the one that the capture names.
 *
 * @param iif - the device on which all packets arrive, own sources or not; undefined when the capture tells
 */
export function capturedFlows(scope: FlowScope, iif: string | undefined): FlowReader {
  const capture = readCapture();
  const batcher = new FlowBatcher();
  const header = newIpHeader();
  let number = 0;

  function* take(frames: Iterable<Frame>): Iterable<FlowBatch> {
    for (const frame of frames) {
      number += 1;
      const why = readFrame(frame, header);
      const index = why === undefined ? arrival(header, frame.dev) : undefined;
      if (index === undefined) {
        scope.unsendable({ number, why: why ?? 'no device of arrival' });
        continue;
      }
      const full = batcher.addHeader(header, index, number);
      if (full !== undefined) yield full;
    }
  }

  function arrival({ family, src }: IpHeader, dev: string | undefined): number | undefined {
    if (iif !== undefined) return scope.ifindex(iif);
    const words = family === 4 ? [src[0] ?? 0] : [...src];
    if (scope.isOwn({ family, words })) return 0;
    return dev === undefined ? undefined : scope.ifindex(dev);
  }

  return {
    push: (chunk) => take(capture.push(chunk)),
    flush: () => batcher.flush(),
    end() {
      capture.end();
      return batcher.flush();
    },
  };
}

/** Reads a frame's IP header. Gives why not when it can't be read. */
function readFrame({ linkType, bytes }: Frame, into: IpHeader): string | undefined {
  const at = findNetworkLayer(linkType, bytes);
  if (at === undefined) return `link type ${linkType}`;
  return at < 0 ? 'not IP' : readIpHeader(bytes, at, into);
}
