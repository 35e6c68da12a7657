import type { Command, ElementCommand } from '../syntax/tree/command.js';
import type { SetExpression, SetMember } from '../syntax/tree/expression.js';

interface Adding extends ElementCommand {
  readonly elements: SetExpression;
}

/** Elements that one variable stands for are not joined. */
function isAdding(command: Command): command is Adding {
  return (
    command.object === 'element' &&
    (command.operation === 'add' || command.operation === 'create') &&
    command.elements.kind === 'set'
  );
}

function areOfOneSet(a: Adding, b: Adding): boolean {
  return (
    a.operation === b.operation &&
    a.spec.family === b.spec.family &&
    a.spec.table?.value === b.spec.table?.value &&
    a.spec.name?.value === b.spec.name?.value
  );
}

/**
 * Commands as nft takes them: of commands in a row that add elements to one set it makes the first, with the elements of all. So what is wrong with the set is
 * reported once, and intervals are looked at together. Source: nft's `nft_cmd_collapse_elems`.
 */
export function joinedElements(commands: readonly Command[]): readonly Command[] {
  const joined: Command[] = [];
  let open: { readonly first: Adding; readonly members: SetMember[] } | undefined;
  for (const command of commands) {
    if (!isAdding(command)) {
      open = undefined;
      joined.push(command);
    } else if (open !== undefined && areOfOneSet(open.first, command)) {
      open.members.push(...command.elements.elements);
    } else {
      const members = [...command.elements.elements];
      open = { first: command, members };
      joined.push({ ...command, elements: { ...command.elements, elements: members } });
    }
  }
  return joined;
}
