// The browser of this machine, wherever its package put it.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

// The sandbox needs rights that a container and root do not have; the only pages opened are those of the test.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The path of a Chromium, or nothing. `CHROME_BIN` comes first. */
export function executable() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [process.env.CHROME_BIN, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.filter(Boolean).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export async function launch() {
  const executablePath = executable();
  if (!executablePath) {
    throw new Error(`no browser found: install chromium, or set CHROME_BIN; looked for ${NAMES.join(', ')}`);
  }
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
