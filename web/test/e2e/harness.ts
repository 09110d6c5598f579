import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { Server } from './server';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

const failures = join(import.meta.dirname, '../../../build/e2e');
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A running Kring and the people who use it. Each page is somebody's own browser: nothing is shared. */
export class Kring {
  readonly server: Server;
  browser!: Browser;
  private pages: Page[] = [];
  private readonly troubles: string[] = [];

  constructor(env: Record<string, string>) {
    this.server = new Server(env);
  }

  /** A new person, not signed in, at a path of Kring. Without the service worker, unless asked for: it fetches the whole client every time. */
  async visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: desktop, locale: 'nl-NL', serviceWorkers: 'block', baseURL: this.server.url, ...options });
    const page = await context.newPage();
    this.pages.push(page);
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.troubles.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Minified React error/.test(message.text())) this.troubles.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500) this.troubles.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(path);
    return page;
  }

  /** A demo person by role and alias, or the first of the role, signed in by personal link. */
  async signIn(role: string, alias?: string, options: BrowserContextOptions = {}): Promise<Page> {
    const person = this.server.people.find((one) => one.role === role && (!alias || one.alias === alias));
    if (!person) throw new Error(`the demo has no ${role} ${alias ?? ''}`);
    const page = await this.visit(person.url, options);
    await page.getByRole('button', { name: 'Inloggen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
    return page;
  }

  /** Fails with what axe finds on the page once it has its title. `state` says which page and state that is. */
  async axe(page: Page, state: string): Promise<void> {
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(await axeText());
    const violations = await page.evaluate(async () => {
      // A colour halfway to another one is not a colour of the page.
      const brief = document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().endTime) < 10_000);
      await Promise.allSettled(brief.map((one) => one.finished));
      const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
      type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };
      const { violations: found } = await axe.run({ resultTypes: ['violations'] });
      return found.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary ?? ''}`).join('\n')}`);
    });
    expect(violations, `axe: ${state}`).toEqual([]);
  }

  /** Pictures of every open page, for the report of a failed test. */
  async pictures(name: string): Promise<void> {
    mkdirSync(failures, { recursive: true });
    const shots = this.pages.map((page, i) => page.screenshot({ path: join(failures, `${name}-${i}.png`), fullPage: true }));
    await Promise.allSettled(shots);
  }

  /** Closes everybody's browser; fails when a page broke, the policy was violated or the server failed. */
  async everybodyLeaves(): Promise<void> {
    await Promise.all(this.pages.splice(0).map((page) => page.context().close()));
    expect(this.troubles.splice(0)).toEqual([]);
  }
}

let axeScript: Promise<string> | undefined;

async function axeText(): Promise<string> {
  axeScript ??= import('node:fs/promises').then((fs) => fs.readFile(axeSource, 'utf8'));
  return axeScript;
}

/** One Kring for the tests of a file, and the browser of the run unless there is another one. After each test everybody leaves; at the end the data are gone. */
export function useKring(env: Record<string, string> = {}, browser?: () => Promise<Browser>): Kring {
  const kring = new Kring(env);
  beforeAll(async () => {
    kring.browser = await (browser ? browser() : chromium.connect(inject('browser')));
    await kring.server.start();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await kring.pictures(task.name.replace(/\W+/g, '-'));
    await kring.everybodyLeaves();
  });
  afterAll(async () => {
    await kring.browser?.close();
    await kring.server.stop();
  });
  return kring;
}
