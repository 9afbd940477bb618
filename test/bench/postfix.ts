// Postfix out of Debian's package, unpacked and run from a folder of its own: nothing is installed, no account is made.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackDebian } from '#test/support/debian.ts';
import { Absent } from './bench.ts';
import { freePort, opened } from './senders.ts';

export interface Postfix {
  port: number;
  /** CPU of all its processes so far, ended ones too, in milliseconds. */
  cpu(): number;
  close(): Promise<void>;
}

const QUEUES = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'maildrop'];
const PLACES = ['private', 'public', 'saved', 'trace'];

/**
 * Starts the part of Postfix that takes mail: smtpd and cleanup, which syncs the file before the 250. There is no queue manager,
 * so nothing is delivered meanwhile. Throws Absent where it cannot be had.
 */
export async function openPostfix(): Promise<Postfix> {
  if (process.getuid?.() !== 0) throw new Absent('Postfix starts as root only');
  const { root, env } = unpackDebian('postfix');
  const folder = mkdtempSync(join(tmpdir(), 'lobi-postfix-'));
  const port = await freePort();
  furnish(folder, root, port);
  // A session of its own: when it ends, Postfix tells its whole process group. Where nobody ends it, it ends after so many seconds.
  const given = ['-c', join(folder, 'etc'), '-d', '-e', '600'];
  const master = spawn(join(root, 'usr/lib/postfix/sbin/master'), given, {
    env: { ...process.env, ...env, MAIL_CONFIG: join(folder, 'etc') },
    stdio: 'ignore',
    detached: true,
  });
  master.on('error', () => {});
  const close = async (): Promise<void> => {
    if (master.pid !== undefined && master.exitCode === null && master.signalCode === null) {
      master.kill('SIGTERM');
      await once(master, 'exit');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  if (!(await opened(port, 5000))) {
    await close();
    throw new Absent('Postfix does not start here');
  }
  return { port, cpu: () => cpuOfFamily(master.pid as number), close };
}

function furnish(folder: string, root: string, port: number): void {
  const owner = accountOf('mail');
  // Its parts run under that account and go through here.
  chmodSync(folder, 0o755);
  const own = (path: string): void => {
    mkdirSync(join(folder, path), { recursive: true });
    chownSync(join(folder, path), owner, 0);
  };
  for (const path of ['etc', 'queue', 'queue/pid']) mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['data', ...[...QUEUES, ...PLACES].map((name) => `queue/${name}`)]) own(path);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    command_directory: join(root, 'usr/sbin'),
    daemon_directory: join(root, 'usr/lib/postfix/sbin'),
    shlib_directory: join(root, 'usr/lib/postfix'),
    meta_directory: join(folder, 'etc'),
    mail_owner: 'mail',
    setgid_group: 'games',
    maillog_file: join(folder, 'log'),
    maillog_file_prefixes: tmpdir(),
    import_environment: 'MAIL_CONFIG LD_LIBRARY_PATH PATH',
    export_environment: 'LD_LIBRARY_PATH PATH',
    myhostname: 'mail.marmarapack.example',
    mydestination: 'marmarapack.example',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    alias_maps: '',
    local_recipient_maps: '',
    smtpd_peername_lookup: 'no',
    smtpd_client_connection_rate_limit: '0',
    // Without a queue manager nothing would ever tell it to go on.
    in_flow_delay: '0',
    message_size_limit: '52428800',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(folder, 'etc/main.cf'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'etc/master.cf'), services(port));
}

function services(port: number): string {
  return [
    `127.0.0.1:${port} inet n - n - 60 smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'rewrite unix - - n - - trivial-rewrite',
    'anvil unix - - n - 1 anvil',
    'postlog unix-dgram n - n - 1 postlogd',
    '',
  ].join('\n');
}

function accountOf(name: string): number {
  const { stdout, status } = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  if (status !== 0) throw new Absent(`Postfix wants an account "${name}"`);
  return Number(stdout);
}

/** A process with its living children, and of each what its ended ones had used. */
function cpuOfFamily(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.map(Number)].reduce((sum, each) => sum + cpuWithEnded(each), 0);
}

function cpuWithEnded(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended meanwhile and counts as its parent's.
    return 0;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
}
