import { parameterError, setOption, type CommandDraft } from './command-draft.js';

/** Names of devices have fewer bytes than this. Source: `IFNAMSIZ`. */
const MAX_NAME = 16;

/** Reads the argument of -i or -o. @throws XtablesError when no device can have that name */
export function readDevice(
  draft: CommandDraft,
  option: 'in-interface' | 'out-interface',
  name: string,
): string {
  if (name === '') throw parameterError('Empty interface is likely to be undesired');
  setOption(draft, option);
  if (name.length >= MAX_NAME) {
    throw parameterError(`interface name \`${name}' must be shorter than ${MAX_NAME} characters`);
  }
  if (/[/ ]/.test(name)) {
    draft.context.notices.push(
      `Warning: weird character in interface \`${name}' ('/' and ' ' are not allowed by the kernel).\n`,
    );
  }
  return name;
}
