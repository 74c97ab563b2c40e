// Pictures of the running product for README and review: node scripts/pictures.mjs ADDRESS FOLDER [role] [--full]
import { createRequire } from 'node:module';
const require = createRequire(new URL('../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const full = process.argv.includes('--full');
const [address, folder, role = 'impact_advisor'] = process.argv.slice(2).filter((each) => each !== '--full');
const browser = await chromium.launch({
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
const shots = [
  { name: 'start', path: '/', width: 1280 },
  { name: 'standing', path: '/waar-staan-we', width: 1280 },
  { name: 'standing-phone', path: '/waar-staan-we', width: 360 },
  { name: 'standing-dark', path: '/waar-staan-we', width: 1280, dark: true },
  { name: 'rows', path: '/waar-staan-we/aanbestedingen?theme=circular&status=asks', width: 1280 },
  { name: 'thread', path: '/beleid/rode-draad', width: 1280 },
  { name: 'policy', path: '/beleid?zoek=', width: 1280 },
  { name: 'focus', path: '/criteria/focus', width: 1280 },
  { name: 'figures', path: '/inkopen/cijfers', width: 1280 },
  { name: 'purchases', path: '/inkopen?status=komend', width: 1280 },
  { name: 'notices', path: '/aankondigingen', width: 1280 },
];
for (const shot of shots) {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.width < 500 ? 780 : 1250 },
    colorScheme: shot.dark ? 'dark' : 'light',
    locale: 'nl-NL',
  });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && console.error(shot.name, message.text()));
  await page.request.post(`${address}/api/v1/sessions`, { data: { userName: role, password: 'tenzij-demo' } });
  await page.goto(address + shot.path);
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForSelector('h1');
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${shot.name}.png`, fullPage: full });
  if (shot.name === 'policy') {
    await page.getByRole('link', { name: /coalitieakkoord/ }).click();
    await page.locator('.passage--ambition').first().scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${folder}/policy.png`, fullPage: full });
  }
  if (shot.name === 'purchases') {
    // One that waits for a decision.
    const all = await (await page.request.get(`${address}/api/v1/purchases?state=proposed&small=false`)).json();
    await page.goto(`${address}/inkopen/${all.items[0].id}/impact`);
    await page.getByText('Tenzij, voorgesteld.').waitFor();
    await page.screenshot({ path: `${folder}/purchase.png`, fullPage: full });
  }
  if (shot.name === 'notices') {
    const links = await page.$$eval('.list a', (all) => all.map((a) => [a.textContent, a.getAttribute('href')]));
    const wanted = links.find(([text]) => /vastgoed|Groenonderhoud/.test(text)) ?? links[0];
    await page.goto(address + wanted[1]);
    await page.waitForSelector('mark');
    await page.screenshot({ path: `${folder}/notice.png`, fullPage: full });
  }
  await context.close();
}
// A bouquet on a phone.
{
  const phone = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'nl-NL' });
  const page = await phone.newPage();
  await page.request.post(`${address}/api/v1/sessions`, {
    data: { userName: 'budget_holder', password: 'tenzij-demo' },
  });
  await page.goto(`${address}/inkopen/klein`);
  await page.getByLabel('Wat heeft u nodig?').fill('Boeket voor congres');
  await page.getByLabel(/Hoeveel mag het kosten/).fill('65');
  await page.getByLabel('Wanneer?').fill('2026-12-10');
  await page.getByRole('button', { name: 'Leg vast' }).click();
  await page.getByRole('heading', { name: 'Uw impactparagraaf' }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${folder}/small-phone.png`, fullPage: full });
  await phone.close();
}
// A session that runs: its screen and a phone.
{
  const lead = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL' });
  const phone = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'nl-NL' });
  const api = async (context, method, path, data, version) => {
    const answer = await context.request.fetch(`${address}/api/v1${path}`, {
      method,
      data,
      headers: version ? { 'If-Match': `"${version}"` } : {},
    });
    return answer.json();
  };
  await api(lead, 'POST', '/sessions', { userName: role, password: 'tenzij-demo' });
  const all = (await api(lead, 'GET', '/ambition-sessions')).items;
  const page = await lead.newPage();
  await page.goto(`${address}/ambities/${all.find((each) => each.purpose === 'department').id}`);
  await page.waitForSelector('.web');
  await page.screenshot({ path: `${folder}/web.png`, fullPage: full });
  const { id } = await api(lead, 'POST', '/ambition-sessions', {
    title: 'Groen en wegen',
    question: '',
    purpose: 'generic',
    year: 2026,
    allowAnonymous: true,
    wantedRoles: [],
    themes: [],
  });
  const begun = await api(
    lead,
    'PUT',
    `/ambition-sessions/${id}/step`,
    { position: 3, phase: 'score', seconds: 120 },
    1,
  );
  const { code } = await api(lead, 'GET', `/ambition-sessions/${id}`);
  for (const level of [1, 2, 2, 3, 2, 3, 1, 2]) {
    const guest = await browser.newContext();
    await api(guest, 'POST', '/seat', { code, name: null, role: 'other' });
    await api(guest, 'PUT', '/seat/vote', { position: 3, round: 1, level, motivation: '' });
    await guest.close();
  }
  await api(phone, 'POST', '/seat', { code, name: 'Bart', role: 'commissioner' });
  const seat = await phone.newPage();
  await seat.goto(`${address}/deelnemen/sessie`);
  await seat.locator('input[name=level][value="2"]').check();
  await seat.getByText('Bewaard').waitFor();
  await seat.screenshot({ path: `${folder}/session-phone.png`, fullPage: full });
  await api(
    lead,
    'PUT',
    `/ambition-sessions/${id}/step`,
    { position: 3, phase: 'reveal', seconds: null },
    begun.version,
  );
  await page.goto(`${address}/ambities/${id}/scherm`);
  await page.waitForSelector('.scores');
  await page.screenshot({ path: `${folder}/session-screen.png`, fullPage: full });
}
await browser.close();
