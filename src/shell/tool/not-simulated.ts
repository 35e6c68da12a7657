import { NOT_SIMULATED_EXIT } from '../../command/result.js';
import type { ToolAnswer } from '../session.js';
import { refuse, type ShellTool } from './shell-tool.js';

/** Refuses by name what Linux has and nexthop doesn't simulate. */
export function refuseNotSimulated(what: string): ToolAnswer {
  return refuse(NOT_SIMULATED_EXIT, `nexthop: ${what} is not simulated`);
}

/** Stands in for a program that is known and not simulated; its first word is what to name. */
export const notSimulatedTool: ShellTool = ({ argv }) => refuseNotSimulated(argv[0] ?? '');
