// How long the page takes until its first rows are on screen: node bench/page.mjs ADDRESS FUNCTIONS WARM
// Opens ADDRESS in a new browser without a cache, then WARM times again in the same browser. Prints a line for each: "cold MILLISECONDS" or
// "warm MILLISECONDS", from the begin of the navigation to the first frame with rows.
import assert from 'node:assert/strict';
import { openChromium } from '../web/test/chromium.mjs';

const [address, functions, warm] = process.argv.slice(2);

/** Runs in the page before its scripts: notes the first frame after the first row of a device exists. */
function noteFirstRows() {
  const look = () => {
    if (document.querySelector('[role=gridcell].gw-c-device') === null) return false;
    requestAnimationFrame(() => {
      setTimeout(() => {
        window.firstRows = performance.now();
      });
    });
    return true;
  };
  const observer = new MutationObserver(() => {
    if (look()) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

const browser = await openChromium({ height: 900, patience: 120_000 });
try {
  await browser.context.addInitScript(noteFirstRows);
  for (let turn = 0; turn <= Number(warm); turn++) {
    const page = await browser.context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => window.firstRows !== undefined);
    // the page announces the whole list, not only the rows on screen
    const rows = await page.locator('[role=grid], [role=treegrid]').first().getAttribute('aria-rowcount');
    assert.ok(Number(rows) >= Number(functions), `the list has ${rows} rows instead of ${functions}`);
    console.log(`${turn === 0 ? 'cold' : 'warm'} ${Math.round(await page.evaluate(() => window.firstRows))}`);
    await page.close();
  }
} finally {
  await browser.close();
}
