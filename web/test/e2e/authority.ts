import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { flags } from './browser';

/** A certificate for 127.0.0.1, and a browser that trusts who signed it, as an office's own computers do. */
export class Authority {
  readonly env: { KRING_TLS_CERT: string; KRING_TLS_KEY: string };
  private readonly folder = mkdtempSync(join(tmpdir(), 'kring-ca-'));

  constructor() {
    this.env = { KRING_TLS_CERT: this.path('cert.pem'), KRING_TLS_KEY: this.path('key.pem') };
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    this.run('openssl', 'req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Kring e2e');
    this.run('openssl', 'req', ...key, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=127.0.0.1');
    writeFileSync(this.path('names'), 'subjectAltName=IP:127.0.0.1\n');
    this.run('openssl', 'x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-out', 'cert.pem', '-days', '2', '-extfile', 'names');
    const trust = this.path('.pki/nssdb');
    mkdirSync(trust, { recursive: true });
    this.run('certutil', '-d', `sql:${trust}`, '-N', '--empty-password');
    this.run('certutil', '-d', `sql:${trust}`, '-A', '-t', 'C,,', '-n', 'kring', '-i', 'ca.pem');
  }

  /** Chromium finds what its user trusts under HOME. */
  readonly browser = (): Promise<Browser> =>
    chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags, env: { ...process.env, HOME: this.folder } });

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private run(command: string, ...args: string[]): void {
    execFileSync(command, args, { cwd: this.folder, stdio: 'pipe' });
  }
}
