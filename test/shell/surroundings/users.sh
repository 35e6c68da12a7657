useradd vpn; echo $?; getent passwd vpn; getent group vpn; id -u vpn; id -g vpn
useradd -r -s /usr/sbin/nologin -M tor; echo $?; getent passwd tor; getent group tor
useradd --system --no-create-home --shell /bin/false --comment 'A daemon' dns; getent passwd dns; getent group dns
useradd -u 1500 bob; getent passwd bob 1500; getent group bob
useradd -m -d /srv/ann -N ann; ls -d /srv/ann; getent passwd ann; getent group ann; echo $?
groupadd net; echo $?; getent group net
groupadd -r sysnet; getent group sysnet
groupadd -g 2000 fixed; getent group fixed
useradd -g fixed -G net,sysnet -d /srv/x/y cat; echo $?; getent passwd cat; getent group net sysnet
id cat; id; id -un; id -Gn cat; id -G cat; id nosuch; echo $?
groups; whoami; id -nu 1500
useradd vpn; echo $?
useradd -u 1500 other; echo $?
useradd -g nosuch other; echo $?
useradd -G nosuch other; echo $?
useradd net; echo $?
useradd 'A B'; echo $?
useradd -u x other; echo $?
groupadd net; echo $?
groupadd -f net; echo $?
groupadd -g 2000 other; echo $?
groupadd 'A B'; echo $?
groupadd -g x other; echo $?
usermod -aG sysnet bob; echo $?; getent group sysnet
usermod -aG sysnet nosuch; echo $?
userdel tor; echo $?; getent passwd tor; getent group tor
userdel tor; echo $?
groupdel net; echo $?; getent group net
groupdel net; echo $?
groupdel fixed; echo $?
iptables -A OUTPUT -m owner --uid-owner vpn -j ACCEPT; iptables -A OUTPUT -m owner --gid-owner sysnet -j DROP
iptables -A OUTPUT -m owner --uid-owner tor -j ACCEPT; echo $?
iptables -A OUTPUT -m owner --uid-owner 1500 -j ACCEPT
iptables -S OUTPUT; iptables -L OUTPUT
grep -c . /etc/passwd; tail -1 /etc/group
printf 'game\t4242/tcp\tgamer # my own\n' >> /etc/services; echo 'new 200 NEW' >> /etc/protocols
iptables -A INPUT -p tcp --dport gamer -j ACCEPT; iptables -A INPUT -p new -j DROP
iptables -A INPUT -p tcp -m multiport --dports game,http -j ACCEPT
iptables -S INPUT; iptables -L INPUT
getent services game 4242; getent protocols new
sed -i '/^http[[:space:]]/d' /etc/services; iptables -A INPUT -p tcp --dport http; echo $?
echo '5555:x:77:' >> /etc/group; iptables -A OUTPUT -m owner --gid-owner 5555; iptables -S OUTPUT | tail -1
