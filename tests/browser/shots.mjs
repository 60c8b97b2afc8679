// Pictures of the built site for looking at: each kind of page, light and dark, wide and narrow, and on paper.
//
//   node shots.mjs FOLDER OUT [PATH…]     PATH: all pages whose path contains it, instead of one of each kind

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './chromium.mjs';
import { filesOf, samples } from './files.mjs';

const [folder, out, ...only] = process.argv.slice(2);
if (!folder || !out) {
  console.error('usage: node shots.mjs FOLDER OUT [PATH…]');
  process.exit(2);
}
const pages = filesOf(resolve(folder)).filter(({ path }) => path.endsWith('.html'));
const wanted = only.length > 0 ? pages.filter(({ path }) => only.some((part) => path.includes(part))) : samples(pages);
mkdirSync(out, { recursive: true });
const browser = await launch();
try {
  const context = await browser.newContext();
  for (const { path } of wanted) {
    const name = path.replace(/(\/index)?\.html$/, '').replaceAll('/', '--');
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(resolve(folder), path)).href);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(out, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    await page.pdf({ path: join(out, `${name}.pdf`), format: 'A4', preferCSSPageSize: true, printBackground: true });
    await page.close();
    console.log(path);
  }
} finally {
  await browser.close();
}
