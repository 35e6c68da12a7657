/**
 * Programs of a Linux system that change or show what decides a packet's way, and others that scripts often call; none is simulated.
 *
 * A script that calls one is refused it by name. A script that looks for one first (`command -v nft`) does not find it.
 */
export const KNOWN_PROGRAMS: ReadonlySet<string> = new Set(
  `
    arp brctl conntrack genl ifconfig ifdown ifup
    ip6tables-apply ip6tables-legacy ip6tables-legacy-restore ip6tables-legacy-save
    iptables-apply iptables-legacy iptables-legacy-restore iptables-legacy-save
    iptables-translate iptables-restore-translate ip6tables-translate ip6tables-restore-translate iptables-xml ipvsadm nameif nstat rtacct rtmon route routel
    vconfig unshare nsenter xtables-monitor xtables-nft-multi xtables-legacy-multi
    arptables arptables-restore arptables-save arptables-translate
    arptables-nft arptables-nft-restore arptables-nft-save
    arptables-legacy arptables-legacy-restore arptables-legacy-save
    ebtables ebtables-restore ebtables-save ebtables-translate
    ebtables-nft ebtables-nft-restore ebtables-nft-save
    ebtables-legacy ebtables-legacy-restore ebtables-legacy-save
    birdc dhclient dhcpcd firewall-cmd ifquery mwan3 netplan networkctl nmcli openvpn pppd
    service strongswan systemd-run tailscale ubus uci udhcpc ufw vtysh xl2tpd
    dig fping host iperf3 mtr nc ncat netstat nslookup socat ss
    tcpdump telnet traceroute traceroute6 tracepath
    adduser addgroup deluser delgroup chage passwd newgrp su
    lsmod mount pgrep pidof pkill ps rmmod setsid
    umount
  `
    .trim()
    .split(/\s+/),
);
