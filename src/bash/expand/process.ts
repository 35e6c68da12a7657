import { Input, Sink } from '../file/open-file.js';
import type { Shell } from '../execute/shell.js';
import type { ProcessPart } from '../syntax/script.js';

/**
 * Gives `<(...)` a file that holds what its commands write, and `>(...)` one that its commands read once the command is over that writes it.
 * Returns the path.
 */
export async function placeProcess(shell: Shell, part: ProcessPart): Promise<string> {
  const path = `/dev/fd/${shell.processFiles.next--}`;
  const { files } = shell.world;
  const inner = shell.clone();
  inner.isTrapping = shell.isTrapping;
  if (part.direction === '<') {
    const output = new Sink((_, all) => shell.world.hold(all));
    inner.files.set(1, output);
    await shell.engine.runSubshell(inner, part.script);
    await files.place(path, output.bytes);
    return path;
  }
  await files.place(path, '');
  shell.deferred.push(async () => {
    inner.files.set(0, new Input(await files.read(path)));
    await shell.engine.runSubshell(inner, part.script);
  });
  return path;
}
