printf 'x\nX\n' | grep -im 1 x; printf 'x\n' | grep -cm1 x; grep -s x /nosuch || echo quiet; grep x /nosuch; echo $?
printf 'a\nb\nc\nd\n' | grep -A1 -n b; printf 'a\nb\n' | grep -vc a; printf 'a.b\n' | grep -Fq a.b && echo yes; printf 'k=v\n' | grep -oE '[a-z]=v'
printf -- '-x\n' > f; grep -e -x f; grep -- -x f; grep -c '' f; echo aXb | grep -io x; grep -hs x f nosuch
sleep 0 0.0s; echo $?; sleep x; echo $?; sleep; echo $?
echo 'echo "s $1 $#"' | bash -s; echo 'echo "s $1 $#"' | bash -s -- x y; echo 'ip -br link' | sh -s
printf 'a\nb \n' > a; printf 'a\nb\n' > b; printf 'a\n b\n' > c
diff -u -b a b; echo $?; diff -Z a b; echo $?; diff -w a c; echo $?; diff -bq a c; echo $?; diff -q a b; echo $?; diff -w a nosuch; echo $?; diff a a; echo $?
chmod 640 a; stat -c '0%#a %a' a; stat -c %s a; stat --format='%#a %n' a b
printf '1\n2\n3\n' | paste -sd,; printf '1\n2\n3\n' | paste -s -d '+' | sed 's/$/ sum/'; printf '1\n2\n' | paste; seq 4 | paste - -
seq 4 | paste -sd'\t'; seq 3 | paste -sd '\n:'; seq 4 | paste -s -d'a\\b'; seq 4 | paste -s -d, -- -; printf 'a\nb\n' > f; seq 2 | paste -d= f -
ls nosuch; echo $?; ls /nosuch/x; ls 'a nosuch'; ls -d nosuch; ls f
