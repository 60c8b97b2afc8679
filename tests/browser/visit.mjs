// One page in a context of its own, and everything that goes wrong while it is looked at.

import { pathToFileURL } from 'node:url';

/** Visits in `browser` that may ask for nothing outside the built site: `folder`, and `origin`, which serves it. */
export function visitor(browser, report, folder, origin) {
  /** Opens an address, lets `look` add faults, and reports them under `name`. */
  return async function visit(name, address, options, look) {
    const context = await browser.newContext(options);
    const faults = [];
    try {
      const page = await context.newPage();
      const home = address.startsWith('file:') ? pathToFileURL(folder).href + '/' : origin + '/';
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
      page.on('dialog', async (dialog) => {
        faults.push(`dialog: ${dialog.message()}`);
        await dialog.dismiss();
      });
      page.on('requestfailed', (request) => {
        // What a page still asked for when it was left.
        if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
        faults.push(`no answer: ${request.url()} ${request.failure()?.errorText}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) faults.push(`answer ${response.status()}: ${response.url()}`);
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(home)) faults.push(`leaves the site: ${request.url()}`);
      });
      await page.goto(address, { waitUntil: 'load', timeout: 60_000 });
      await look(page, faults);
    } catch (error) {
      faults.push(`${error.message}`);
    } finally {
      await context.close();
    }
    report.check(name, faults);
  };
}
