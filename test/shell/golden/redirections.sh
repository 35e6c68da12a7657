log=/tmp/a\ log
echo one > "$log"
echo two >> "$log"
cat "$log"
false
echo "status $?" > /tmp/status
cat /tmp/status
echo piped | cat > /tmp/piped
cat /tmp/piped
for i in 1 2; do echo "loop $i"; done > /tmp/loop
while read -r line; do echo "<$line>"; done < /tmp/loop > /tmp/read
cat /tmp/read
{ echo out; echo err >&2; } > /tmp/out 2> /tmp/err
cat /tmp/err /tmp/out
(echo sub; exit 5) > /tmp/sub
echo "status $?"
inside() { echo "$1"; } > /tmp/inside
inside text
cat /tmp/inside
cat > /tmp/here <<END
a $(echo here) document
END
cat < /tmp/here
echo home > ~/home
cat /root/home
exec 3>&1
echo three >&3
exec 3>&-
> /tmp/empty
[ -s /tmp/empty ] || echo empty
echo keep > /tmp/kept; echo "$(< /tmp/kept)"
ip link show nodevice > /dev/null 2>&1 || echo hidden
ip link show nodevice 2>&1 | cat
cat
