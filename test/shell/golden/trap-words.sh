trap 'echo "it'\''s over"' EXIT HUP
trap
trap -p HUP
trap '' 2
trap - HUP
trap nothing NOSUCH; echo $?
trap -p
trap EXIT
trap
