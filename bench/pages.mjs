// Pages in Chromium on a processor four times as slow: first paint, script on a first visit, how far the page jumps, and how long a
// press on its first control takes. Limits: SCREENS.md of the design (1.5 s, 200 kB, 0.05, 100 ms). Every page is a first visit.
import { openBrowser, Server, settled } from '../tests/browser/support.mjs';
import { pages, records } from '../tests/browser/pages.mjs';

const options = process.argv.slice(2);
const limits = { paint: 1500, script: 200, jump: 0.05, press: 100 };
const slower = 4;

const server = new Server();
await server.start();
const browser = await openBrowser();

// What the page itself notices.
const watch = () => {
  globalThis.seen = { jump: 0, press: 0 };
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) globalThis.seen.jump += each.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) globalThis.seen.press = Math.max(globalThis.seen.press, each.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
};

async function measured(cookies, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL' });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(watch);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const scripts = new Set();
  let bytes = 0;
  devtools.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(server.address + path);
  await settled(page);
  await page.waitForLoadState('networkidle');
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  const control = page.locator('main :is(summary, button[aria-expanded]):visible').first();
  if (await control.count()) await control.click();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
  const { jump, press } = await page.evaluate(() => globalThis.seen);
  await context.close();
  return { path, paint: Math.round(paint), script: Math.round(bytes / 1000), jump: Math.round(jump * 1000) / 1000, press: Math.round(press) };
}

const rows = [];
try {
  const context = await browser.newContext();
  await context.request.post(`${server.address}/api/v1/sessions`, { data: { userName: 'impact_advisor', password: 'tenzij-demo' } });
  const cookies = await context.cookies();
  const read = async (path) => (await context.request.get(`${server.address}/api/v1${path}`)).json();
  const all = [...pages, ...(await records(read))];
  for (const path of options.includes('--quick') ? all.filter((_, i) => i % 6 === 0) : all) {
    const row = await measured(cookies, path);
    rows.push(row);
    if (options.includes('--json')) continue;
    const over = Object.keys(limits).filter((name) => row[name] > limits[name]);
    console.log(`${row.path.replace(/[0-9a-f-]{36}/, '…').padEnd(36)} paint ${String(row.paint).padStart(5)} ms  script ${String(row.script).padStart(4)} kB  jump ${row.jump.toFixed(3)}  press ${String(row.press).padStart(4)} ms${over.length ? `  over: ${over.join(', ')}` : ''}`);
  }
} finally {
  await browser.close();
  await server.stop();
  server.remove();
}
const worst = Object.fromEntries(Object.keys(limits).map((name) => [name, Math.max(...rows.map((row) => row[name]))]));
if (options.includes('--json')) console.log(JSON.stringify({ worst, limits, rows }));
else console.log('worst'.padEnd(36), JSON.stringify(worst), 'limits', JSON.stringify(limits));
process.exit(options.includes('--check') && Object.keys(limits).some((name) => worst[name] > limits[name]) ? 1 : 0);
