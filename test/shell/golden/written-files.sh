# iptables-save -f and ipset -file: what a tool writes into a file, and what it says of one that it can't open.
mkdir /tmp/kept
cd /tmp/kept
iptables -A INPUT -p tcp --dport 5 -j DROP
iptables-save -f rules.v4
echo $?
grep -v '^#' rules.v4
iptables-save -f /nonexistent/x
echo $?
iptables-save -f /tmp
echo $?
ip6tables-save -t nat -c --file /tmp/kept/r
grep -v '^#' r
iptables-save -f
echo $?
iptables-save --file=r -t nope
echo $?
cat r
iptables-save -t filter -f r extra
echo $?
iptables-restore < rules.v4
iptables -F
iptables-restore rules.v4
iptables -S INPUT
ipset -N a hash:ip initval 1
ipset -A a 1.1.1.1
ipset save -f /nonexistent/x
echo $?
ipset -f /tmp list
echo $?
ipset save a -f /tmp/kept/xx
echo $?
cat /tmp/kept/xx
ipset list nope -f /tmp/kept/xx
echo $?
cat /tmp/kept/xx
ipset add a 2.2.2.2 -f /tmp/kept/xx
echo $?
ipset list -file xx
cat xx
ipset add a 3.3.3.3 -f /nonexistent/x
echo $?
ipset test a 3.3.3.3
ipset -f /tmp/kept/xx version
ipset save -q -f /nonexistent/x
echo $?
ipset save -file xx
ipset destroy
ipset restore -f xx
ipset save
ipset restore -f none
echo $?
ipset list -o xml -f xx
cat xx
ipset list -n -f xx
cat xx
cd /
rm -r /tmp/kept
