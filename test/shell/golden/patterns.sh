printf 'a\nb\nc\na.c\nabc\n' >lines
printf 'c\n^b\n' >patterns
grep -e a -e b lines
grep -e '^a$' -e 'c$' lines
grep -E -e 'a.c' -e '^(b|c)$' lines
grep -F -e a.c -e b lines
grep -vc -e a -e '^b' lines
grep -x -e b -f patterns lines
grep -qe zz -e b lines && echo found
