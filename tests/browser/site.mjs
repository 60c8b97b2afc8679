// The built site in a real browser: every page, light and dark, wide and narrow; from a host, under a sub path and a strict
// policy, and from a folder.
//
//   node site.mjs FOLDER [PATH…]     PATH: only pages whose path contains it

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { behaviour } from './behaviour.mjs';
import { launch } from './chromium.mjs';
import { dataOf, filesOf, kind, samples } from './files.mjs';
import { Report } from './report.mjs';
import { serve } from './server.mjs';
import { basePath, checkSources } from './source.mjs';

const PATH = '/deep/sub/path/';
const SCHEMES = ['light', 'dark'];
const WIDTHS = [1280, 390];
const BETWEEN = 768;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const TOO_LONG = 10 * 60 * 1000;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const [folderArgument, ...only] = process.argv.slice(2);
if (!folderArgument) {
  console.error('usage: node site.mjs FOLDER [PATH…]');
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
try {
  const blank = await browser.newPage();
  await checkSources(report, blank, folder, files, dataOf(folder));
  await blank.close();

  const served = ({ path }) => host.origin + PATH + encodeURI(path);
  const opened = ({ path }) => pathToFileURL(join(folder, path)).href;
  const sample = samples(pages);
  const work = [
    ...pages.map((page) => () => everyMode(page.path, served(page), sample.includes(page) ? [...WIDTHS, BETWEEN] : WIDTHS)),
    ...sample.map((page) => () => narrowest(page.path, served(page))),
    ...sample.map((page) => () => plainly(`${page.path} without JavaScript`, served(page), { javaScriptEnabled: false })),
    ...sample.map((page) => () => plainly(`${page.path} from a folder`, opened(page), {})),
    ...sample.map((page) => () =>
      plainly(`${page.path} from a folder without JavaScript`, opened(page), { javaScriptEnabled: false })),
    () => onPaper('index.html'),
    ...behaviour(sample).map(({ name, path, act }) => () => acting(name, served({ path }), act)),
  ];
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

/** Opens an address in a context of its own, notes everything that goes wrong, and says it at the end. */
async function visit(name, address, options, look) {
  const context = await browser.newContext(options);
  const faults = [];
  try {
    const page = await context.newPage();
    const home = address.startsWith('file:') ? pathToFileURL(folder).href + '/' : host.origin + '/';
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    page.on('requestfailed', (request) => faults.push(`no answer: ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`answer ${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(home)) faults.push(`leaves the site: ${request.url()}`);
    });
    await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
    await look(page, faults);
  } catch (error) {
    faults.push(`${error.message}`);
  } finally {
    await context.close();
  }
  report.check(name, faults);
}

async function everyMode(path, address, widths) {
  await visit(`${path} loads`, address, { viewport: { width: widths[0], height: 900 } }, async (page) => {
    await page.evaluate(AXE);
    await openAll(page);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        const faults = await sideways(page);
        faults.push(...(await page.evaluate(violations, RULES)));
        report.check(`${path}, ${colorScheme}, ${width} px`, faults);
      }
    }
  });
}

async function narrowest(path, address) {
  await visit(`${path} at 320 px, with wide text`, address, { viewport: { width: 320, height: 640 } }, async (page, faults) => {
    await openAll(page);
    faults.push(...(await sideways(page)));
    await page.evaluate(spaceText);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await sideways(page)), ...(await page.evaluate(cutOff)));
    }
  });
}

/** A page that is read as it comes. */
async function plainly(name, address, options) {
  await visit(name, address, { ...options, viewport: { width: 390, height: 800 } }, async (page, faults) => {
    faults.push(...(await sideways(page)));
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
  await visit(`${path} is one sheet of paper`, host.origin + PATH + path, {}, async (page, faults) => {
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    if (sheets !== 1) faults.push(`${sheets} sheets`);
  });
}

async function acting(name, address, act) {
  await visit(name, address, { viewport: { width: 1280, height: 900 } }, act);
}

async function openAll(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) {
      details.open = true;
      // A menu lies over the page until its reader closes it: it is looked at by itself.
      const over = [...details.children].some((child) => ['absolute', 'fixed'].includes(getComputedStyle(child).position));
      details.toggleAttribute('data-over', over);
      details.open = !over;
    }
  });
}

async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > clientWidth + 0.5;
    });
    const widest = out.slice(-3).map((element) => element.outerHTML.slice(0, 90));
    const by = `by ${scrollWidth - clientWidth} px: ${widest.join(' … ')}`;
    return [{ what: `scrolls sideways at ${clientWidth} px`, where: by }];
  });
}

// Runs in the browser.
async function violations(rules) {
  const look = async (what) => (await globalThis.axe.run(what, { runOnly: rules, resultTypes: ['violations'] })).violations;
  const found = await look(document);
  for (const menu of document.querySelectorAll('details[data-over]')) {
    menu.open = true;
    found.push(...(await look(menu)));
    menu.open = false;
  }
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => ({
      what: `axe ${id}: ${help}`,
      where: `${target.join(' ')}\n${html.slice(0, 160)}\n${failureSummary.split('\n').slice(1, 3).join(' ')}`,
    })));
}

// Runs in the browser. A style element would be refused by the policy; this is how a reader's extension does it.
function spaceText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }',
  );
  document.adoptedStyleSheets.push(sheet);
}

// Runs in the browser. Text for the ear only stands in a box of one pixel.
function cutOff() {
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.clientWidth > 2 && element.clientHeight > 2)
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX))
    .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
    .map((element) => ({ what: 'text is cut off', where: element.outerHTML.slice(0, 90) }));
}
