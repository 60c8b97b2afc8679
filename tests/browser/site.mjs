// A built site in a real browser: every page once, and each kind of page in every way in which people read it: light and
// dark, wide and narrow, from a host under a sub path with a strict policy and from a folder, with and without JavaScript,
// by keyboard, with wide text, with forced colours, without motion.
//
//   node site.mjs FOLDER [--all | --kinds | --brief] [PATH…]
//
// PATH: only pages whose path contains it. --all: axe in every scheme at every width, and on every page. --kinds:
// only the largest page of each kind, not by keyboard and without JavaScript. --brief: of those, what another language or
// theme may change. With either, a kind of page is opened at each width once, not in each scheme too; axe looks at it once
// with --kinds, and with --brief once light and once dark. In which modes, changes from kind to kind.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { behaviour } from './behaviour.mjs';
import { launch } from './chromium.mjs';
import { dataOf, filesOf, kind, samples } from './files.mjs';
import { walk } from './keyboard.mjs';
import { Report } from './report.mjs';
import { SEARCH, searches } from './search.mjs';
import { serve } from './server.mjs';
import * as sight from './sight.mjs';
import { basePath, checkSources } from './source.mjs';
import { visitor } from './visit.mjs';

const PATH = '/deep/sub/path/';
const SCHEMES = ['light', 'dark'];
const WIDTHS = [1280, 390, 768];
const MODES = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width })));
/** Of the six those in which axe looks at each kind of page of a whole site: both schemes, each width once. */
const LOOKED_AT = [MODES[0], MODES[4], MODES[2]];
const DEPTHS = ['--all', '--kinds', '--brief'];
/** The home page goes on one sheet of paper up to this many objectives. */
const ON_ONE_SHEET = 13;
const TOO_LONG = 30 * 60 * 1000;

const depth = process.argv.find((argument) => DEPTHS.includes(argument));
const [folderArgument, ...only] = process.argv.slice(2).filter((argument) => argument !== depth);
if (!folderArgument) {
  console.error('usage: node site.mjs FOLDER [--all | --kinds | --brief] [PATH…]');
  process.exit(2);
}
const folder = resolve(folderArgument);
const files = filesOf(folder);
const wanted = ({ path }) => path.endsWith('.html') && (only.length === 0 || only.some((part) => path.includes(part)));
// A page of a former address only leads on; its link is looked at with the others.
const leadsOn = ({ path }) => readFileSync(join(folder, path), 'utf8').includes('http-equiv="refresh"');
const pages = files.filter((file) => wanted(file) && !leadsOn(file));
if (pages.length === 0) {
  console.error(`no page in ${folder}`);
  process.exit(2);
}
setTimeout(() => {
  console.error(`not done after ${TOO_LONG / 60000} minutes`);
  process.exit(1);
}, TOO_LONG).unref();

const report = new Report();
const notFound = files.some(({ path }) => path === '404.html') ? readFileSync(join(folder, '404.html'), 'utf8') : '';
const host = await serve(folder, [PATH, basePath(notFound)].filter((path) => path && path !== '/'));
const browser = await launch();
const { visit, read } = visitor(browser, report, folder, host.origin);
const sample = samples(pages);
// With a known address the page for what is not found belongs to its host.
const inFolder = sample.filter(({ path }) => path !== '404.html' || !basePath(notFound));
try {
  const blank = await browser.newPage();
  await checkSources(report, blank, folder, files, dataOf(folder));
  await blank.close();

  const served = ({ path }) => host.origin + PATH + encodeURI(path);
  const opened = ({ path }) => pathToFileURL(join(folder, path)).href;
  const others = depth === '--kinds' ? [] : pages.filter((page) => !sample.includes(page));
  const work = sample.map((page, i) => () => everyMode(page.path, served(page), modesOf(i)));
  work.push(...sample.map((page) => () => otherwise(page.path, served(page))));
  work.push(() => onPaper('index.html'));
  if (depth !== '--brief') {
    work.push(
      ...others.map((page, i) => () => oneMode(page.path, served(page), MODES[i % MODES.length])),
      ...(depth === '--kinds' ? [] : sample).map((page) => () => read(`${page.path} by keyboard`, served(page), { reducedMotion: 'reduce' }, walk)),
      ...inFolder.map((page) => () => plainly(`${page.path} from a folder`, opened(page), {})),
      ...(depth === '--kinds' ? [] : inFolder).map((page) => () =>
        plainly(`${page.path} from a folder without JavaScript`, opened(page), { javaScriptEnabled: false })),
      ...behaviour(sample).map(({ name, path, act }) => () => visit(name, served({ path }), {}, act)),
      ...searches(pages, dataOf(folder)).flatMap(({ name, path, query, act, stores }) => {
        const go = stores ? visit : read;
        return [
          () => go(name, served({ path }) + query, {}, act),
          () => go(`${name}, from a folder`, opened({ path }) + query, {}, act),
        ];
      }),
      ...pages.filter(({ path }) => path === SEARCH).map((page) => () => everyMode(`${SEARCH}?q=a`, `${served(page)}?q=a`, modesOf(0))),
    );
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, async () => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  }));
} finally {
  await browser.close();
  host.close();
}
console.log(`${pages.length} pages of ${new Set(pages.map(({ path }) => kind(path))).size} kinds`);
report.print();
process.exit(report.failed === 0 ? 0 : 1);

/** The modes in which the page of a kind is opened, and those of them in which axe looks at it. */
function modesOf(kindNumber) {
  if (depth === '--all') return { modes: MODES, lookedAt: MODES };
  if (!depth) return { modes: MODES, lookedAt: LOOKED_AT };
  const at = (scheme, width) => MODES[scheme * WIDTHS.length + ((kindNumber + width) % WIDTHS.length)];
  const modes = [at(0, 0), at(1, 1), at(0, 2)];
  return { modes, lookedAt: depth === '--kinds' ? [modes[kindNumber % 2]] : modes.slice(0, 2) };
}

async function everyMode(path, address, { modes, lookedAt }) {
  await read(`${path} loads`, address, { viewport: { width: WIDTHS[0], height: 900 }, reducedMotion: 'reduce' }, async (page) => {
    await sight.readyAxe(page);
    await page.waitForFunction(() => !location.search || document.querySelector('#okr-count').textContent);
    for (const mode of modes) {
      const { scheme, width } = mode;
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      const faults = await sight.sideways(page);
      if (lookedAt.includes(mode)) faults.push(...(await sight.violations(page, sight.RULES)));
      report.check(`${path}, ${scheme}, ${width} px`, faults);
    }
  });
}

async function oneMode(path, address, { scheme, width }) {
  const options = { viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' };
  await read(`${path}, ${scheme}, ${width} px and 320 px`, address, options, async (page, faults) => {
    await sight.openAll(page);
    faults.push(...(await sight.sideways(page)));
    if (depth === '--all') {
      await sight.readyAxe(page);
      faults.push(...(await sight.violations(page, sight.RULES)));
    }
    await page.setViewportSize({ width: 320, height: 640 });
    faults.push(...(await sight.sideways(page)));
  });
}

/** For readers who need wide text, forced colours or no motion. */
async function otherwise(path, address) {
  await read(`${path} at 320 px, with wide text, forced colours, no motion`, address, { viewport: { width: 320, height: 640 } },
    async (page, faults) => {
      await sight.openAll(page);
      faults.push(...(await sight.sideways(page)), ...(await sight.motion(page, true)));
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      faults.push(...(await sight.swallowed(page)), ...(await sight.motion(page, false)));
      await page.emulateMedia({ forcedColors: 'none' });
      await sight.spaceText(page);
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        faults.push(...(await sight.sideways(page)), ...(await sight.cutOff(page)));
      }
    });
}

/** A page that is read as it comes. */
async function plainly(name, address, options) {
  await read(name, address, { ...options, viewport: { width: 390, height: 800 } }, async (page, faults) => {
    faults.push(...(await sight.sideways(page)));
    const found = await page.evaluate(() => ({
      words: document.querySelector('main')?.innerText.trim().length ?? 0,
      styled: [...document.styleSheets].length,
      width: getComputedStyle(document.querySelector('main')).maxInlineSize,
    }));
    if (found.words < 20) faults.push('nothing to read in main');
    if (found.styled === 0 || found.width === 'none') faults.push('the style sheet does not apply');
  });
}

async function onPaper(path) {
  if (!pages.some((page) => page.path === path)) return;
  await read(`${path} is one sheet of paper`, host.origin + PATH + path, {}, async (page, faults) => {
    const rows = await page.locator('tr[data-s]').count();
    if (rows > ON_ONE_SHEET) return;
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    if (sheets !== 1) faults.push(`${sheets} sheets for ${rows} objectives`);
  });
}
