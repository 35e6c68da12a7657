"""What a new namespace copies of the machine's own settings."""

# Set back to what the kernel is built with: Debian's linux-sysctl-defaults, for one, changes rp_filter.
IPV4_SETTINGS = {
    'forwarding': 0, 'rp_filter': 0, 'accept_local': 0, 'src_valid_mark': 0, 'route_localnet': 0, 'send_redirects': 1,
    'log_martians': 0, 'promote_secondaries': 0, 'ignore_routes_with_linkdown': 0, 'bc_forwarding': 0, 'arp_ignore': 0, 'arp_filter': 0,
}


def settings_of(scope):
    """The settings of all devices or of those to come, by their path below /proc/sys/net."""
    return {'ipv4/conf/%s/%s' % (scope, name): value for name, value in IPV4_SETTINGS.items()}
