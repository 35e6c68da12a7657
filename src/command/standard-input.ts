/** The names under which a process finds its standard input among the files. Source: proc_pid_fd(5). */
const NAMES = /^\/(dev\/stdin|dev\/fd\/0|proc\/(self|thread-self)\/fd\/0)$/;

/** Whether a path names the standard input of whoever opens it. */
export function isStandardInput(path: string): boolean {
  return NAMES.test(path);
}

/** The files of a command, its standard input among them. */
export function filesAndInput(
  readStdin: () => string,
  readFile: (path: string) => string | undefined,
): (path: string) => string | undefined {
  return (path) => (isStandardInput(path) ? readStdin() : readFile(path));
}
