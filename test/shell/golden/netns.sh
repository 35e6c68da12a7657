ip netns exec
echo "status $?"
ip netns exec nosuch true
echo "status $?"
ip netns exec ../etc true
echo "status $?"
