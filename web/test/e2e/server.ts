import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type DemoPerson = { role: string; alias: string; url: string };

const binary = process.env.KRING_BIN ?? join(import.meta.dirname, '../../../bin/kring');

function database(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}

/** One Kring of its own, on a free port, with data that is gone afterwards. */
export class Server {
  url = '';
  people: DemoPerson[] = [];
  private process: ChildProcess | undefined;
  private folder = '';
  private readonly env: Record<string, string>;

  /** With E2E_MONGODB_URI the documents rest there, in a database of this server's own. */
  constructor(env: Record<string, string> = {}) {
    const mongo = process.env.E2E_MONGODB_URI;
    this.env = mongo ? { MONGODB_URI: database(mongo, `e2e_${randomUUID().slice(0, 8)}`), ...env } : env;
  }

  async start(): Promise<void> {
    this.folder ||= await mkdtemp(join(tmpdir(), 'kring-e2e-'));
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
    this.process = spawn(binary, ['serve', '--demo'], {
      env: { PATH: process.env.PATH, KRING_LISTEN: listen, KRING_RTC_PORT: '0', KRING_DATA: this.folder, ...this.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await this.listening(this.process);
  }

  /** As a power cut does it: no goodbye, nothing flushed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }

  /** Reads the `demo <role> <alias> <url>` lines until the server says where it listens. */
  private async listening(started: ChildProcess): Promise<void> {
    const people: DemoPerson[] = [];
    if (!started.stdout) throw new Error('the server has no standard output');
    for await (const line of createInterface({ input: started.stdout })) {
      const [word, role = '', alias = '', url = ''] = line.split(' ');
      if (word === 'demo') people.push({ role, alias, url });
      const address = /^Kring listens on (\S+)$/.exec(line)?.[1];
      if (!address) continue;
      this.url = address;
      if (people.length > 0) this.people = people;
      started.stdout.resume();
      return;
    }
    throw new Error(`the server ended before it listened: code ${started.exitCode}`);
  }
}
