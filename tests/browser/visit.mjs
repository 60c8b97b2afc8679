// One page at a time, and everything that goes wrong while it is looked at.

import { pathToFileURL } from 'node:url';

const WIDE = { width: 1280, height: 900 };

/**
 * Visits in `browser` that may ask for nothing outside the built site: `folder`, and `origin`, which serves it. Each opens an
 * address, lets `look` add faults, and reports them under `name`.
 */
export function visitor(browser, report, folder, origin) {
  /** Windows that a reading has left, by what a window is made with. */
  const left = new Map();

  /** A visit by somebody who was never here: nothing is stored, and what it stores is forgotten. */
  async function visit(name, address, shown, look) {
    const window = await open(browser, homeOf(address), {});
    try {
      await see(window, name, address, shown, look);
    } finally {
      await window.close();
    }
  }

  /** A visit that stores nothing. It is made in a window that others have left: opening one takes longer than most looks. */
  async function read(name, address, { javaScriptEnabled = true, ...shown }, look) {
    const home = homeOf(address);
    const made = JSON.stringify([home, javaScriptEnabled]);
    if (!left.has(made)) left.set(made, []);
    const window = left.get(made).pop() ?? (await open(browser, home, { javaScriptEnabled }));
    if (await see(window, name, address, shown, look)) left.get(made).push(window);
    else await window.close();
  }

  /** Whether the look came to its end. */
  async function see(window, name, address, shown, look) {
    const faults = window.faultsFromNow();
    try {
      await show(window.page, shown);
      await window.page.goto(address, { waitUntil: 'load', timeout: 60_000 });
      await look(window.page, faults);
      return true;
    } catch (error) {
      faults.push(`${error.message}`);
      return false;
    } finally {
      report.check(name, faults);
    }
  }

  function homeOf(address) {
    return address.startsWith('file:') ? pathToFileURL(folder).href + '/' : origin + '/';
  }

  return { visit, read };
}

/** A page in a context of its own that must not leave `home`. */
async function open(browser, home, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let faults = [];
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
  return { page, faultsFromNow: () => (faults = []), close: () => context.close() };
}

/** Shows the page as its reader has it, whatever the one before had. */
async function show(page, { viewport = WIDE, colorScheme = 'light', reducedMotion = 'no-preference' }) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ media: null, colorScheme, reducedMotion, forcedColors: 'none' });
}
