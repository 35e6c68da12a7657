/** What the machine is called. */
export const HOST_NAME = 'localhost';

/** /etc/hosts: the machine's own names alone. */
export const HOSTS = `127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
`;
