// Clicks alone never take the root disk from the host: for that, an administrator must type the address that a finding asks for.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MockHost, startBrowser, stopBrowser, withPage } from './browser.mjs';

before(startBrowser);
after(stopBrowser);

const DISK = '0000:00:1f.2';
const NIC = '0000:09:00.0';
const WALKS = 15;
const CLICKS = 10;
const CLICKABLE = 'button, a[href^="#"], input[type=checkbox], input[type=radio], [role=row] [data-do], [role=row] .gw-c-device, [role=treeitem], summary, select';

/** Numbers from 0 to 1, the same ones for the same seed (the generator mulberry32). */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Clicks one of the controls, or chooses an option of a list; often the button that goes on. */
async function clickOne(page, random) {
  await page.evaluate(
    ([clickable, pick, forward]) => {
      const enabled = (e) => e.checkVisibility() && !e.matches(':disabled, [aria-disabled=true]');
      const found = (what) => [...document.querySelectorAll(what)].filter(enabled);
      const all = forward && found('main .pf-m-primary').length > 0 ? found('main .pf-m-primary') : found(clickable);
      const one = all[Math.floor(pick * all.length)];
      if (one instanceof HTMLSelectElement) {
        one.selectedIndex = Math.floor(pick * 1e6) % one.options.length;
        one.dispatchEvent(new Event('change', { bubbles: true }));
      } else one?.click();
    },
    [CLICKABLE, random(), random() < 0.5],
  );
  await page.locator('[role=progressbar]').first().waitFor({ state: 'detached' });
}

const request = (kind, functions) => `#/request?kind=${kind}&functions=${functions}&guest=pv1`;
const STARTS = ['#/', request('hide', DISK), request('assign', DISK), request('assign', `${DISK},${NIC}`), request('hide', NIC)];

test('no sequence of clicks takes the root disk away', async () => {
  const host = new MockHost();
  host.stepTime = 5;
  const random = numbers(20261130);
  await withPage(
    host,
    '#/',
    async (page) => {
      for (let walk = 0; walk < WALKS; walk++) {
        await page.evaluate((hash) => (window.location.hash = hash), STARTS[walk % STARTS.length]);
        for (let i = 0; i < CLICKS; i++) await clickOne(page, random);
      }
    },
    { expectErrors: true },
  );
  const asked = (path, address) => host.requests.filter((r) => r.method === 'POST' && r.path === path && JSON.stringify(r.body).includes(address));
  assert.deepEqual(asked('/operations', DISK), []);
  // the same clicks ask about the disk, and hide a device that nothing uses
  assert.notEqual(asked('/checks', DISK).length, 0);
  assert.notEqual(asked('/operations', NIC).length, 0);
});
