import type { Command } from '../../src/command/command.js';
import { namespaceOf, withNamespace } from '../../src/machine/machine.js';

/** Prints its words and its namespace, and fails when its first word is `fail`. */
const echoTool: Command = ({ machine, namespace, argv }) => {
  const failed = argv[0] === 'fail';
  return {
    machine,
    stdout: failed ? '' : `ip ${namespace}[${argv.join(' ')}]\n`,
    stderr: failed ? `ip: ${argv.slice(1).join(' ')}\n` : '',
    exit: failed ? Number(argv[1] ?? 1) : 0,
  };
};

/** Prints its words, its namespace and its input. */
const inputTool: Command = (context) => {
  const { stdout, ...rest } = echoTool(context);
  return { ...rest, stdout: `${stdout.trimEnd()}${context.readStdin()}\n` };
};

/** Prints a file's text, or what names it has under /etc/iproute2. */
const readTool: Command = ({ machine, argv: [path = ''], files }) => ({
  machine,
  stdout: `${files.read(path) ?? 'no such file\n'}${[...machine.files.keys()].join(' ')}\n`,
  stderr: '',
  exit: 0,
});

/** Two sysctls that take 0 and 1. */
const sysctlTool: Command = ({ machine, namespace, argv }) => {
  const names = ['net.ipv4.ip_forward', 'net.ipv4.conf.eth0/1.rp_filter'];
  const own = namespaceOf(machine, namespace);
  if (argv.includes('-N')) return { machine, stdout: `${names.join('\n')}\n`, stderr: '', exit: 0 };
  const [name = '', value] = (argv.at(-1) ?? '').split('=');
  if (value === undefined) {
    return { machine, stdout: `${own.sysctls.get(name, '0')}\n`, stderr: '', exit: 0 };
  }
  if (!/^[01]$/.test(value)) {
    return {
      machine,
      stdout: '',
      stderr: `sysctl: setting key "${name}": Invalid argument\n`,
      exit: 255,
    };
  }
  const after = own.set('sysctls', own.sysctls.set(name, value));
  return { machine: withNamespace(machine, namespace, after), stdout: '', stderr: '', exit: 0 };
};

/** Tools that do almost nothing, to see what the shell around them does. */
export const FAKE_TOOLS: ReadonlyMap<string, Command> = new Map([
  ['ip', echoTool],
  ['iptables-restore', inputTool],
  ['read-tool', readTool],
  ['sysctl', sysctlTool],
]);
