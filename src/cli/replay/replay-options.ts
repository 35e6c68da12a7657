import type { GroupFilter } from '../../replay/flow-group.js';
import type { FlowFormat } from '../../replay/flows/flow-format.js';

import type { HostOptions } from '../option/host-options.js';
import type { ColorChoice } from '../print/paint.js';

/** What `nexthop replay` is asked to do. */
export interface ReplayRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** The file of packets; `-` is standard input. */
  readonly flows: string;
  /** Undefined: detected from how the file begins. */
  readonly format: FlowFormat | undefined;
  /** The device on which captured packets arrive; undefined when the capture states it. */
  readonly iif: string | undefined;
  /** The report in JSON. */
  readonly json: boolean;
  /** When to colour the report. */
  readonly color: ColorChoice;
  /** Packets are printed one by one: those of the groups with these values; undefined: none are. */
  readonly packets: GroupFilter | undefined;
  /** How many worker threads send packets; 0: none, all is done here; undefined: what suits the file. */
  readonly workers: number | undefined;
  /** Whether to show how far it is. */
  readonly progress: boolean;
}
