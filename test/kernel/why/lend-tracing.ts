import { spawnSync } from 'node:child_process';

/** An instance of tracefs for one world at a time. */
export interface LentTracing {
  readonly name: string;
  /** Another world may have it now. */
  readonly giveBack: () => void;
}

const free: string[] = [];
let made = 0;

/**
 * Lends a name for an instance of tracefs. To make one takes the kernel a while, and to remove it a quarter of a second: those of this process
 * are used again, and removed when it ends. The number of the process is in their names: other processes have theirs.
 */
export function lendTracing(): LentTracing {
  if (made === 0) process.on('exit', removeAll);
  const name = free.pop() ?? `nexthop-${process.pid}-${made++}`;
  return {
    name,
    giveBack: () => {
      if (!free.includes(name)) free.push(name);
    },
  };
}

function removeAll(): void {
  const remove = `place=$(mktemp -d) && mount -t tracefs none "$place" && rmdir "$place"/instances/nexthop-${process.pid}-*; umount "$place"; rmdir "$place"`;
  spawnSync('unshare', ['-m', 'sh', '-c', remove], { stdio: 'ignore' });
}
