/**
 * The order in which Bash lists the keys of an associative array: by bucket of its hash table, in a bucket the newest first.
 * The hash is FNV-1 over 32 bits; tables have 1,024 buckets, four times as many once there are more than twice as many keys.
 */
export function inHashOrder(keys: Iterable<string>): string[] {
  const all = [...keys];
  let buckets = 1024;
  while (all.length > buckets * 2) buckets *= 4;
  const placed = all.map((key, at) => ({ key, at, bucket: (hash(key) & (buckets - 1)) >>> 0 }));
  placed.sort((left, right) => left.bucket - right.bucket || right.at - left.at);
  return placed.map(({ key }) => key);
}

function hash(key: string): number {
  let value = 2_166_136_261;
  for (let at = 0; at < key.length; at++) {
    value = Math.imul(value, 16_777_619) ^ key.charCodeAt(at);
  }
  return value;
}
