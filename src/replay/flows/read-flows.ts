import { assertNever } from '../../assert-never.js';
import { isCapture } from '../capture/read-capture.js';
import { capturedFlows } from './captured-flows.js';
import { csvRecords } from './csv-records.js';
import type { FlowReader, FlowScope } from './flow-reader.js';
import { jsonRecords } from './json-records.js';
import { textFlows } from './text-flows.js';

/** How a file of packets is written. */
export const FLOW_FORMATS = ['capture', 'json', 'csv'] as const;
export type FlowFormat = (typeof FLOW_FORMATS)[number];

/** How a file is written that begins with these bytes: JSON begins with a brace, a capture with its magic number. */
export function guessFormat(start: Uint8Array): FlowFormat {
  if (isCapture(start)) return 'capture';
  const text = new TextDecoder().decode(start).trimStart();
  return text === '' || text.startsWith('{') ? 'json' : 'csv';
}

/**
 * Reads files of packets in a format.
 *
 * @param iif - the device on which captured packets arrive; undefined when the capture tells
 */
export function readFlows(
  format: FlowFormat,
  scope: FlowScope,
  iif: string | undefined,
): FlowReader {
  switch (format) {
    case 'capture':
      return capturedFlows(scope, iif);
    case 'json':
      return textFlows(scope, jsonRecords());
    case 'csv':
      return textFlows(scope, csvRecords());
    default:
      return assertNever(format);
  }
}
