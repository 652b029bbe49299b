// A user in a browser, for the tests on the lab: stages.mjs LOGIN-PAGE USER PASSWORD
// Logs in to Cockpit and opens the page. Then reads the name of a stage from each line of standard input, performs the stage, and prints
// "done" or "failed: REASON". With SCREENSHOTS=FOLDER, each stage ends with a picture.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openChromium } from '../chromium.mjs';

const [address, user, password] = process.argv.slice(2);
/** The host is emulated: what takes a second on a real one can take a minute, and a new initramfs many of them. */
const PATIENCE = 900_000;
const NIC = '0000:09:00.0';
const OTHER_NIC = '0000:0a:04.1';
const ROOT_DISK = '0000:00:1f.2';

const browser = await openChromium({ height: 900, patience: PATIENCE });
const page = await browser.context.newPage();
const frame = page.frameLocator('iframe[name$="/gangway/cockpit"], iframe[name*="gangway"]');
const row = (function_) => frame.locator('[role=row]', { hasText: function_ });
const button = (name) => frame.getByRole('button', { name, exact: true });
const heading = (name) => frame.getByRole('heading', { name }).first();
const devices = () => frame.getByRole('link', { name: 'Devices', exact: true }).click();

async function wizard(kind, functions, guest) {
  await frame.locator('body').evaluate((_, hash) => (window.location.hash = hash), `#/request?kind=${kind}&functions=${functions}${guest === undefined ? '' : `&guest=${guest}`}`);
  await button('Check').click();
  await heading('Findings').waitFor();
}

const stages = {
  async login() {
    await page.goto(address);
    await page.locator('#login-user-input').fill(user);
    await page.locator('#login-password-input').fill(password);
    await page.locator('#login-button').click();
    await page.locator('#login-button').waitFor({ state: 'detached' });
    await page.goto(`${address}/gangway/cockpit`);
    await row(NIC).waitFor();
  },
  /** As a user who cannot become root. */
  async 'only looking'() {
    await frame.getByText('Limited access: you can look, but not change anything').waitFor();
    await row(NIC).locator('[data-do=select]').click();
    await frame.getByText('1 selected').waitFor();
    if ((await button('Assign to a guest…').getAttribute('aria-disabled')) !== 'true') throw new Error('a viewer can assign a function');
    await frame.getByRole('link', { name: 'Operations', exact: true }).click();
    await heading('Only operators can see this').waitFor();
  },
  /** With the mouse only, as an operator who has read no manual. */
  async 'assign the NIC'() {
    await row(NIC).locator('[data-do=select]').click();
    await button('Assign to a guest…').click();
    await frame.getByLabel('Guest', { exact: true }).selectOption('pv1');
    await button('Check').click();
    await heading('Findings').waitFor();
    await button('Next').click();
    await heading('Plan').waitFor();
    await button('Start: assign to a guest').click();
    await heading(/Done, and verified/).waitFor();
    await devices();
    await row(NIC).getByText('pv1 at').waitFor();
    // for the picture
    await row(NIC).scrollIntoViewIfNeeded();
  },
  async 'take the NIC back'() {
    await wizard('unassign', NIC, 'pv1');
    await button('Next').click();
    await frame.getByRole('button', { name: /^Start: / }).click();
    await heading(/Done, and verified/).waitFor();
    await devices();
    await row(NIC).getByText('dom0: e1000e').waitFor();
  },
  async 'the root disk is refused'() {
    await wizard('assign', ROOT_DISK, 'pv1');
    await frame.getByText('DISK-ROOT').first().waitFor();
    if (!(await button('Next').isDisabled())) throw new Error('the wizard offers the next step for the root disk');
  },
  async 'the devices'() {
    await devices();
    await row(OTHER_NIC).waitFor();
  },
  async 'the attach by xl appears'() {
    await row(OTHER_NIC).getByText('pv1 at').waitFor();
  },
  async 'a failing assign is undone'() {
    await wizard('assign', NIC, 'pv1');
    await button('Next').click();
    await button('Start: assign to a guest').click();
    await heading(/Not done: everything is as it was before/).waitFor();
  },
  async 'recover the interrupted operation'() {
    await devices();
    await heading(/An operation was interrupted/).waitFor();
    await button('Recover').click();
    await heading(/Done, and verified/).waitFor();
    await heading(/An operation was interrupted/).waitFor({ state: 'detached' });
  },
};

try {
  for await (const name of createInterface({ input: process.stdin })) {
    const began = Date.now();
    try {
      await stages[name]();
      console.log(`done ${Date.now() - began} ms`);
    } catch (error) {
      console.log(`failed: ${String(error.message).replaceAll('\n', ' | ')}`);
    }
    if (process.env.SCREENSHOTS !== undefined) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name.replaceAll(' ', '-').toLowerCase()}.png`) });
  }
} finally {
  await browser.close();
}
