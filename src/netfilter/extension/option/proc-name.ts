/** Reports whether the kernel takes a name for a file of /proc. Source: `xt_check_proc_name`. */
export function isProcName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/');
}
