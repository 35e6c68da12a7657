#!/bin/bash
# save, edit with sed, restore; test mode; errors of iptables-restore
ip link set lo up
iptables -t mangle -A OUTPUT -p udp --dport 53 -j MARK --set-mark 1
iptables -A INPUT -s 10.0.0.0/8 -m comment --comment 'a "quoted" word' -j DROP
iptables -A INPUT -i eth+ -p tcp --syn -m tcp --sport 1024: -j ACCEPT
iptables-save > /tmp/rules.v4
grep -c '' /tmp/rules.v4
sed -e 's/--set-xmark 0x1/--set-xmark 0x7/' -e '/10.0.0.0/d' /tmp/rules.v4 | iptables-restore
iptables-save | grep -v '^#'
iptables-restore --test < /tmp/rules.v4; echo "test=$?"
iptables-restore /tmp/rules.v4; echo "file=$?"
iptables-save -t filter | grep -v '^#'
printf '*filter\n:INPUT ACCEPT\n-A INPUT -p tcp --dport 99999 -j ACCEPT\nCOMMIT\n' | iptables-restore; echo "bad=$?"
printf '*filter\n-A NOCHAIN -j ACCEPT\nCOMMIT\n' | iptables-restore -n; echo "nochain=$?"
printf '*filter\n-A INPUT -j ACCEPT\n' | iptables-restore -n; echo "nocommit=$?"
printf -- '-A INPUT -j ACCEPT\n' | iptables-restore -n; echo "notable=$?"
printf '*nosuch\nCOMMIT\n' | iptables-restore -n; echo "nosuch=$?"
iptables -S INPUT
iptables -A INPUT -p tcp --dport http -j ACCEPT; iptables -A INPUT -p tcp --dport ssh -j ACCEPT
iptables -L INPUT; iptables -L INPUT -n
iptables -D INPUT 1; iptables -D INPUT 99; echo "$?"
iptables -I INPUT 2 -s 1.2.3.4 -j ACCEPT; iptables -R INPUT 1 -s 4.3.2.1 -j DROP; iptables -S INPUT
iptables -X NOPE; echo $?; iptables -N X; iptables -A INPUT -j X; iptables -X X; echo $?; iptables -E X Y; iptables -S
iptables -Z; iptables -F; iptables -X; iptables -P INPUT QUEUE; echo $?; iptables -P INPUT drop; echo $?
iptables -A INPUT -j NOSUCH; echo $?
iptables -A INPUT -m nosuch -j ACCEPT; echo $?
iptables --wait 5 -w -A INPUT -j ACCEPT; iptables -C INPUT -j ACCEPT && echo yes
iptables -t filter -vL INPUT 1
iptables -V; iptables --version
