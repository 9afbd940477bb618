import test from 'ava';
import { isPublicAddress } from '#kernel/public-address.ts';

const INSIDE = `0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.1.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
  192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378::1
  2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1`;
const OUTSIDE =
  '8.8.8.8 1.1.1.1 172.32.0.1 100.128.0.1 93.184.216.34 2606:4700:4700::1111 2a00:1450:4001::200e 2003::1';

test('addresses of one’s own network, of this machine and of nobody are not public', (t) => {
  for (const address of INSIDE.split(/\s+/)) t.false(isPublicAddress(address), address);
  for (const address of OUTSIDE.split(' ')) t.true(isPublicAddress(address), address);
  for (const nonsense of ['', 'localhost', '1.2.3', '[2606:4700::1]', '0x7f.1', '2606:4700::1%eth0'])
    t.false(isPublicAddress(nonsense), nonsense);
});
