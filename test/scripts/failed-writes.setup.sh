echo x > /proc/sys/net/ipv4/ip_forward 2>/dev/null; echo $?
echo x 2>/dev/null > /proc/sys/net/ipv4/ip_forward; echo $?
echo x > /nodir/f 2>/dev/null; echo $?
echo x 2>/dev/null > /nodir/f; echo $?
echo x 2>/tmp/err > /nodir/f; echo $?; cat /tmp/err
echo x &>/dev/null > /proc/sys/net/ipv4/ip_forward; echo $?
{ echo x > /proc/sys/net/ipv4/ip_forward; } 2>/dev/null; echo $?
(echo x > /nodir/f) 2>/dev/null; echo $?
{ echo x > /proc/sys/net/ipv4/ip_forward; } 2>&1 | sed 's/^/got: /'
echo x >/proc/sys/net/ipv4/ip_forward 2>&1; echo $?
echo x > /proc/sys/net/ipv4/ip_forward || echo failed
if ! echo x > /proc/sys/net/ipv4/ip_forward 2>/dev/null; then echo no; fi
for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 7 > $f 2>/dev/null; done; echo $?
echo 1 > /proc/sys/net/ipv4/nosuch 2>/dev/null || echo none
printf '%s\n' bad > /proc/sys/net/ipv4/ip_forward 2>/dev/null; echo $?
echo bad | tee /proc/sys/net/ipv4/ip_forward >/dev/null; echo $?
echo bad | tee /proc/sys/net/ipv4/ip_forward >/dev/null 2>&1; echo $?
f() { echo bad > /proc/sys/net/ipv4/ip_forward; }; f 2>/dev/null; echo $?
echo bad | tee /etc /nodir/f; echo $?
