// Walks through the page of a real service and looks at what it shows: node test/served.mjs ADDRESS
// ADDRESS is what 'gangway serve --web --host CAPTURE' printed, with the capture lab-bond-and-bridge; web/check-served starts it. The
// walk changes nothing.
import assert from 'node:assert/strict';
import { accessible, onAddress, startBrowser, stopBrowser } from './browser/browser.mjs';

const address = process.argv[2];
assert.ok(address, 'usage: node test/served.mjs ADDRESS');
await startBrowser();
try {
  await onAddress(address, async (page) => {
    const row = (a) => page.locator('[role=row]', { hasText: a });
    const said = (what) => console.log(`ok - ${what}`);
    await row('0000:09:00.0').waitFor();
    await page.locator('.gw-live-live').waitFor();
    said('the list, live');
    await row('0000:00:1f.2').locator('[data-do=select]').click();
    await row('0000:00:1f.2').getByText('DISK-ROOT').waitFor();
    said('the root disk cannot be selected');
    await row('0000:09:00.0').locator('[data-do=select]').click();
    await page.getByText('1 selected').waitFor();
    await row('0000:09:00.0').locator('.gw-c-device').click();
    await page.getByText('Reset methods').waitFor();
    said('details');
    for (const [hash, text] of [
      ['#/guests', 'pv1'],
      ['#/operations', 'Gangway has changed nothing on this host yet'],
      ['#/doctor', 'No problems found'],
    ]) {
      await page.evaluate((h) => (window.location.hash = h), hash);
      await page.getByText(text).first().waitFor();
      await accessible(page, hash);
      said(hash);
    }
    await page.evaluate(() => (window.location.hash = '#/request?kind=hide&functions=0000:03:00.0'));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('NETWORK-DEGRADED').first().waitFor();
    await page.getByRole('button', { name: 'What NETWORK-DEGRADED means' }).click();
    await page.locator('.gw-explanation p').first().waitFor();
    said('findings and their explanation');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByText('pciback has a slot for 0000:03:00.0').first().waitFor();
    said('the plan, with the proof of each step');
    assert.equal(await page.getByRole('button', { name: 'Start: hide from dom0' }).getAttribute('aria-disabled'), 'true');
    said('nothing can be started on a captured host');
  });
} finally {
  await stopBrowser();
}
