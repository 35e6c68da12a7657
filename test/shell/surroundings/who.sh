whoami; hostname; hostname -s; id -u; id -g; id -G; id -un; id -gn; id -n; echo $?
id -u -g; echo $?
groups root www-data nosuch; echo $?
LOCAL=1; export SHOWN=2; echo a > f; env | sort | grep -v '^_=\|^PWD\|^SHLVL\|^OLDPWD'
source ./f 2>/dev/null; env | grep -c nexthop
printenv SHOWN; printenv LOCAL; echo $?
env A=1 B=2 bash -c 'echo $A $B $SHOWN'; env -i A=1 bash -c 'echo "$A [$SHOWN]"'; env -u SHOWN bash -c 'echo "[$SHOWN]"'
env - A=1 /usr/bin/printenv A; env nosuch; echo $?
A='x y' env printenv A
env -C /tmp pwd; env -C /nosuch pwd; echo $?
echo in | env cat
cat /etc/hostname; grep -c localhost /etc/hosts; head -1 /etc/passwd; getent protocols tcp
getent passwd root nosuch 65534 www-data; echo $?
getent group adm 4 nosuch; echo $?
getent services http https/tcp 53/udp 53 www nosuch; echo $?
getent protocols tcp 17 IPv6 ICMP; echo $?
getent nosuch x; echo $?
getent services; getent protocols; getent group; getent passwd
nice; nice -n 5 echo a; nice nosuch; echo $?; nice -n x true; echo $?; nice -n; echo $?; nice -n 5; echo $?; nice -x; echo $?
