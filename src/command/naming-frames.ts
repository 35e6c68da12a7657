import { framesNotFollowed } from '../namespace/frame-hooks.js';
import type { Command } from './command.js';
import { refused } from './result.js';

/** A tool that may put a device below another, whose frames rules have to do with: then the host lacks something. */
export function namingFrames(command: Command): Command {
  return (context) => {
    const result = command(context);
    const { machine, unsimulated = [] } = result;
    const named = new Set(unsimulated.map(({ what }) => what));
    const names = [...machine.namespaces].flatMap(([name, after]) => {
      const before = context.machine.namespaces.get(name);
      if (before === undefined || before.links === after.links) return [];
      const known = framesNotFollowed(before);
      return framesNotFollowed(after).filter((what) => !known.includes(what) && !named.has(what));
    });
    if (names.length === 0) return result;
    return { ...result, unsimulated: [...unsimulated, ...names.map((what) => refused(what))] };
  };
}
