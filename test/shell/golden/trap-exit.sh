# The trap of the end runs once, with the status as $?, whatever ends the script.
finish() {
  local status=$?
  trap - INT TERM EXIT
  echo "finish $status"
  exit $((status + 1))
}
trap finish INT TERM EXIT
trap
(exit 3)
echo "subshell $?"
x=$(echo inside; exit 4)
echo "$x $?"
leave() { echo leaving; exit 6; }
(leave)
echo "after $?"
leave
echo never
