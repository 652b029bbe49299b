// What the browser tests share: a browser, a served host, and assertions about accessibility and the content security policy.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../chromium.mjs';
import { MockHost, serve } from '../mock-server.mjs';

const web = fileURLToPath(new URL('../..', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = join(web, '../docs/screenshots');
/** On a loaded machine a step can take long; what takes longer than this is an error. */
const PATIENCE = 30_000;

let browser;

export async function startBrowser() {
  browser = await openChromium({ height: 800, patience: PATIENCE });
}

export async function stopBrowser() {
  await browser?.close();
}

/** Runs a test with a page on a host; afterwards there must be no error in the page and no violation of the policy. */
export async function withPage(host, hash, body, options = {}) {
  const served = await serve(host ?? new MockHost(), join(web, 'dist'));
  try {
    await onAddress(
      `${served.url}#token=a-token`,
      async (page) => {
        if (hash !== '#/') await page.evaluate((h) => (window.location.hash = h), hash);
        await body(page, served.host, served);
      },
      options,
    );
  } finally {
    await served.close();
  }
}

/** The same as Cockpit shows the page. */
export async function onCockpit(host, hash, body, options = {}) {
  const served = await serve(host, join(web, 'dist'));
  try {
    await onAddress(`${served.url}gangway/cockpit.html${hash}`, (page) => body(page, host), options);
  } finally {
    await served.close();
  }
}

/** The same at an address. */
export async function onAddress(address, body, { width = 1280, height = 800, dark = false, expectErrors = false } = {}) {
  const page = await browser.context.newPage();
  const wrong = [];
  page.on('pageerror', (e) => wrong.push(`error: ${e.message}`));
  page.on('dialog', (d) => {
    wrong.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  page.on('console', (m) => {
    const line = m.text();
    if (/content security policy|trusted ?type/i.test(line)) wrong.push(line);
    else if (m.type() === 'error' && !expectErrors && !/Failed to load resource/.test(line)) wrong.push(line);
  });
  try {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await page.goto(address);
    await body(page);
    assert.deepEqual(wrong, []);
  } finally {
    await page.close();
  }
}

/** No findings of axe, for WCAG 2.2 A and AA and best practice. */
export async function accessible(page, what) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n').slice(1).join(' ') ?? ''}`).slice(0, 3).join(' | ')}`);
  });
  assert.deepEqual(violations, [], what);
}

export async function bothThemes(page, what) {
  await accessible(page, `${what}, light`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.locator('html.pf-v6-theme-dark').waitFor();
  await accessible(page, `${what}, dark`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.locator('html:not(.pf-v6-theme-dark)').waitFor();
}

/** A picture for the documents, if SCREENSHOTS is set: they differ a little with each run, so not each run writes them. */
export async function shot(page, name) {
  if (process.env.SCREENSHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Nothing is wider than the window. */
export async function fits(page, what) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `${what}: the contents are ${content} px wide, the window ${window} px`);
}

export { MockHost };
