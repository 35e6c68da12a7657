/**
 * The name files that iproute2 6.15.0 is installed with in /usr/share/iproute2, number and name by number and name.
 * They are read where the machine has no file of that name.
 */
export const INSTALLED_NAMES: Readonly<Record<string, string>> = {
  rt_tables: `255 local
254 main
253 default
0 unspec
`,
  rt_protos: `0 unspec
1 redirect
2 kernel
3 boot
4 static
8 gated
9 ra
10 mrt
11 zebra
12 bird
13 dnrouted
14 xorp
15 ntk
16 dhcp
18 keepalived
42 babel
84 ovn
99 openr
186 bgp
187 isis
188 ospf
189 rip
192 eigrp
`,
  rt_scopes: `0 global
255 nowhere
254 host
253 link
200 site
`,
  rt_dsfield: `0x0 default
0x28 AF11
0x30 AF12
0x38 AF13
0x48 AF21
0x50 AF22
0x58 AF23
0x68 AF31
0x70 AF32
0x78 AF33
0x88 AF41
0x90 AF42
0x98 AF43
0x20 CS1
0x40 CS2
0x60 CS3
0x80 CS4
0xA0 CS5
0xC0 CS6
0xE0 CS7
0xB8 EF
`,
  rt_realms: `0 cosmos
`,
  group: `0 default
`,
};
