printf 'a b\nc d\n' | xargs -L1 echo
printf 'a b\n\nc d\ne\n' | xargs -l2 echo x
printf 'a b  \n  c d\n' | xargs -I{} echo '[{}]'
printf '  a "b  c" d\\ e '"'f g'"'h\n' | xargs -n1 echo
printf '' | xargs echo none
printf '' | xargs -r echo none
printf '' | xargs -I{} echo none
printf "a'b" | xargs; echo $?
printf 'a"b' | xargs; echo $?
echo 'a' | xargs -n0; echo $?
echo a | xargs -nx; echo $?
echo a | xargs nosuch; echo $?
printf 'a\nb\n' | xargs -n1 false; echo $?
echo a b | xargs -n1 sh -c 'echo $0; exit 255'; echo $?
echo 'a b' | xargs -t -n1
printf 'a\0b c\0' | xargs -0 -n1
printf 'a\0b\0' | xargs -0n1 echo x
echo a:b: | xargs -d: -n1
printf 'a b\nc\n' | xargs -d '\n' -n1
echo a | xargs -q; echo $?
echo 'a  b' | xargs -I% echo "%"
echo x | xargs cat 2>&1
printf 'a b\n\nc\n' | xargs -I{} echo "<{}>"
echo a | xargs -i echo "{}{}"
echo a | xargs --max-args=1 --no-run-if-empty echo
printf '1 2\n' > list; xargs -a list -n 1 echo
echo '-4 addr' | xargs ip -br
seq 5 | xargs
xargs echo < list
echo 'ls' | xargs -I % bash -c 'echo "% x"'
echo a | xargs echo -n; echo
echo lo eth9 | xargs -n1 ip -br link show; echo $?
