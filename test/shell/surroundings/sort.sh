s() { echo "# sort $*"; printf '10/8\n10/16\n9/8\nb a\nB c\n a z\n\n-3\n1e3\n2K\n1G\n1.10\n1.9\n01\n1\nFeb\nJan\n1.0~rc\n1.0\nx.tar.gz\n.hid\na.b.c\n' | sort "$@"; echo "rc=$?"; }
s; s -r; s -n; s -nr; s -nr -k 2 -t /; s -t / -k2,2n; s -t / -k2,2n -k1,1nr; s -u; s -f; s -fu; s -b; s -k2; s -k2b; s -k 2,2
s -h; s -g; s -V; s -M; s -d; s -s -k1,1; s -nu; s -rn -s; s -t. -k1,1n -k2,2n; s -t. -k2.1,2.1; s -k1.2,1.3; s -k1.2b,1.3b; s -i; s -V -r
printf 'a 3\nb 1\nc 2\n' | sort -k2n -r; printf 'a  1\nb 2\n' | sort -k2,2; printf '1\n2\n' | sort -c; echo $?; printf '2\n1\n' | sort -c; echo $?
printf '2\n1\n' | sort -C; echo $?; printf '1\n1\n' | sort -cu; echo $?; echo b > f; echo a | sort - f; sort -o g f; cat g
sort nosuch; echo $?; sort -q; echo $?; sort -t ab < f; echo $?; sort --num f; sort --reverse --key=1 f; sort /dev/stdin < f; printf 'é\nz\na\n' | sort; echo x | sort -o /nosuch/x; echo $?
ip -o link | sort -k 2; printf '10.0.0.10\n10.0.0.9\n9.1.1.1\n' | sort -t . -k 1,1n -k 2,2n -k 3,3n -k 4,4n
printf 'r1\nr10\nr2\n' | sort -V
