// The real program on a free port with its own data folder, and Chromium beside it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../support/temporary.mjs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

export const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(join(home, 'web', 'package.json'));
const { chromium } = require('playwright-core');
const axePath = require.resolve('axe-core/axe.min.js');

export class Server {
  constructor(options = [], owner = process.pid) {
    this.data = temporaryFolder('tenzij-browser-', owner);
    this.options = options;
    // Making the demo takes longer than most tests: ./test has it made once, and each file begins with a copy of that folder.
    const made = process.env.TENZIJ_DEMO_FOLDER;
    if (made && options.length === 0) execFileSync('cp', ['-a', join(made, 'var'), this.data]);
  }

  async start() {
    this.output = '';
    this.process = spawn(join(home, 'build', 'release', 'tenzij'), [
      '--data',
      join(this.data, 'var'),
      '--port',
      String(this.port ?? 0),
      '--no-request-log',
      ...this.options,
    ]);
    const ready = new Promise((resolve, reject) => {
      this.process.stdout.on('data', (chunk) => {
        this.output += chunk;
        if (this.output.includes('Stop with Ctrl-C')) resolve();
      });
      this.process.stderr.on('data', (chunk) => (this.output += chunk));
      this.process.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)));
    });
    await ready;
    this.address = /http:\/\/[\d.:]+/.exec(this.output)[0];
    this.port = Number(new URL(this.address).port);
    this.ended = new Promise((resolve) => this.process.on('exit', resolve));
  }

  async stop(signal = 'SIGINT') {
    this.process?.kill(signal);
    return this.ended;
  }

  remove() {
    rmSync(this.data, { recursive: true, force: true });
  }
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A program and a browser for all tests of a file: there from its first test to its last.
export function house() {
  const server = new Server();
  const browser = {
    async newContext(options) {
      return (await this.opened).newContext(options);
    },
  };
  before(async () => {
    await server.start();
    browser.opened = openBrowser();
    await browser.opened;
  });
  after(async () => {
    await (await browser.opened)?.close();
    await server.stop();
    server.remove();
  });
  return { server, browser };
}

// A page of its own whose console errors (also refusals by the Content-Security-Policy) fail the test.
export async function openPage(browser, server, { role, width = 1280, scheme = 'light' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale: 'nl-NL',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  // Beside another file on two cores a page may be slow; what is broken is broken after a minute too.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('console', (message) => {
    // A refused sign-in is an answer the page shows; the browser also logs it.
    if (message.type() === 'error' && !/status of (400|401|403|404)/.test(message.text()))
      page.faults.push(message.text());
  });
  page.on('pageerror', (fault) => page.faults.push(String(fault)));
  if (role)
    await page.request.post(`${server.address}/api/v1/sessions`, { data: { userName: role, password: 'tenzij-demo' } });
  return page;
}

export async function settled(page) {
  await page.waitForSelector('h1');
  await page.waitForFunction(
    () => !document.body.innerText.includes('Laden …') && !document.body.innerText.includes('Loading …'),
  );
}

// Rule ids of axe that the page breaks, with the elements. Evaluated through the debugger, which no CSP stops.
export async function axe(page) {
  const { readFileSync } = await import('node:fs');
  await page.evaluate(`${readFileSync(axePath, 'utf8')};undefined`);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return result.violations.map(
    (each) =>
      `${each.id}: ${each.nodes
        .map((node) => node.html.slice(0, 140))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

// Tabs until the wanted element has the focus: proof that the keyboard reaches it.
export async function tabTo(page, locator) {
  await locator.waitFor();
  for (let i = 0; i < 400; ++i) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('the keyboard does not reach it');
}

// Acts without a mouse. Letters choose in a closed select.
export async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}
export async function type(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}
export async function choose(page, locator, letters) {
  await tabTo(page, locator);
  await page.keyboard.type(letters);
}

// Every page, with all that can be opened: no axe violation, no fault in the console, and nothing wider than the window; also at
// 200 % zoom, which is a window half as wide.
export async function everyScreen(page, server, paths) {
  const { width, height } = page.viewportSize();
  const tooWide = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const path of paths) {
    await page.goto(server.address + path);
    await settled(page);
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    assert.deepEqual(await axe(page), [], path);
    assert.ok((await tooWide()) <= 0, `${path} scrolls sideways at ${width}`);
    if (width < 1000) continue;
    await page.setViewportSize({ width: width / 2, height });
    assert.ok((await tooWide()) <= 0, `${path} scrolls sideways at 200 % zoom`);
    await page.setViewportSize({ width, height });
  }
  assert.deepEqual(page.faults, []);
}
