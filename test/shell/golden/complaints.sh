echo "$0" $# "$2"
no_such_command one
echo "status $?"
lost() {
  no_such_command
}
lost
echo x > /no/such/folder/file
echo "status $?"
value=$(no_such_command)
echo "status $?"
no_such_command 2>/dev/null || echo quiet
kill 99999999
kill -0 $$ && echo alive
command -v ip > /dev/null && echo found
command -v no_such_command || echo absent
[[ -x /sbin/ip && -x $(command -v ip) ]] && echo executable
/no/such/program
echo "status $?"
set -u
echo "$undefined"
echo never
