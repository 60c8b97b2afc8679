// What the source of every page promises, read by the browser's own parser but never run: the policy, no inline style or
// script, unique ids, links that lead somewhere, and its weight.

import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { kind } from './files.mjs';

const KILO = 1000;
const STYLE = 32 * KILO;
const SCRIPT = 4 * KILO;
const PAGE = { base: 20 * KILO, objective: 1.3 * KILO, keyResult: 2 * KILO, checkIn: 1.5 * KILO };
/** Pages whose entries weigh as much as a row. */
const LISTS = ['registers', 'guide', 'quality'];

/** Adds a promise a page to `report`. `blank` is a page of the browser that shows nothing. */
export async function checkSources(report, blank, folder, files, data) {
  const pages = files.filter(({ path }) => path.endsWith('.html'));
  const known = new Map(files.map(({ path }) => [path, null]));
  const read = new Map();
  for (const { path } of pages) {
    const page = await blank.evaluate(look, readFileSync(join(folder, path), 'utf8'));
    read.set(path, page);
    known.set(path, new Set(page.ids));
  }
  for (const { path, size } of pages) {
    const page = read.get(path);
    report.check(`source of ${path}`, [...page.faults, ...weight(path, size, page, data)]);
    report.check(`links of ${path}`, page.links.flatMap((link) => brokenLink(path, link, known)));
  }
  for (const { path, size } of files) {
    const limit = path.endsWith('.css') ? STYLE : path === 'assets/okr.js' ? SCRIPT : undefined;
    if (limit) report.check(`weight of ${path}`, size > limit ? [`${size} bytes, more than ${limit}`] : []);
    if (/\.(xml|svg)$/.test(path)) {
      const fault = await blank.evaluate(xmlFault, readFileSync(join(folder, path), 'utf8'));
      report.check(`form of ${path}`, fault ? [fault] : []);
    }
  }
}

/** The path on the site that every link of `404.html` begins with, when the site knows where it will be. */
export function basePath(html) {
  return /<link rel="stylesheet" href="(\/[^"]*)assets\/okr\.css"/.exec(html)?.[1];
}

function brokenLink(from, link, known) {
  if (/^(https?:|mailto:)/i.test(link)) return [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('//')) return [{ what: 'a link that is not to be followed', where: link }];
  const [address, fragment] = link.split('#');
  let target = from;
  if (address.startsWith('/')) {
    if (from !== '404.html') return [{ what: 'a link that begins at the root of the host', where: link }];
    target = address;
    while (target && !known.has(target)) target = target.includes('/') ? target.slice(target.indexOf('/') + 1) : '';
  } else if (address !== '') {
    target = posix.join(dirname(from), decodeURIComponent(address.split('?')[0]));
  }
  if (!known.has(target)) return [{ what: 'a link to no file', where: link }];
  const ids = known.get(target);
  if (fragment && ids && !ids.has(decodeURIComponent(fragment))) return [{ what: 'a link to no id', where: `${link}, in ${target}` }];
  return [];
}

function weight(path, size, page, data) {
  const list = LISTS.includes(path.split('/')[0]);
  const toObjective = (link) => /^objectives\/.+\/index\.html/.test(posix.join(dirname(path), link));
  const rows = list ? page.entries : page.rows.filter((links) => links.some(toObjective)).length;
  const id = /^objectives\/(.+)\/index\.html$/.exec(path)?.[1];
  const keyResults = data?.objectives.find((objective) => objective.id === id)?.key_results.length ?? page.shown.keyResults;
  // A screen of a presentation shows an objective and its latest check-in.
  const limit =
    PAGE.base +
    (rows + page.shown.screens) * PAGE.objective +
    keyResults * PAGE.keyResult +
    (page.checkIns + page.shown.screens) * PAGE.checkIn;
  if (size <= limit) return [];
  const parts = `${rows} rows, ${keyResults} key results, ${page.checkIns} check-ins`;
  return [{ what: 'a page that is too heavy', where: `${size} bytes, more than ${limit} (${kind(path)}: ${parts})` }];
}

// Runs in the browser.
function look(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const faults = [];
  const all = (selector) => [...page.querySelectorAll(selector)];
  const begin = (element) => element.outerHTML.slice(0, 100);

  if (!/^<!doctype html>/i.test(html)) faults.push('no doctype');
  if (!page.documentElement.lang) faults.push('no lang');
  if (!page.title.trim()) faults.push('no title');
  const [charset, policy] = page.head.children;
  if (charset?.getAttribute('charset') !== 'utf-8') faults.push('the first element is not the charset');
  if (policy?.httpEquiv !== 'Content-Security-Policy') faults.push('the second element is not the policy');
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"]) {
    if (!policy?.content.split('; ').includes(part)) faults.push(`the policy lacks ${part}`);
  }
  for (const part of ['frame-ancestors', 'sandbox', 'report-uri', 'unsafe-']) {
    if (policy?.content.includes(part)) faults.push(`the policy has ${part}`);
  }
  if (all('h1').length !== 1) faults.push(`${all('h1').length} h1`);
  if (html.includes('__okr')) faults.push('the reload script of the preview');
  for (const element of all('[style], style, base, iframe, object, embed, form[action], script:not([src])')) {
    faults.push(`not allowed: ${begin(element)}`);
  }
  for (const script of all('script')) if (script.textContent.trim()) faults.push(`inline script: ${begin(script)}`);
  for (const element of all('*')) {
    for (const { name } of element.attributes) {
      if (/^on/i.test(name)) faults.push(`a handler: ${begin(element)}`);
    }
  }
  const ids = all('[id]').map((element) => element.id);
  for (const id of new Set(ids)) {
    const times = ids.filter((other) => other === id).length;
    if (times > 1) faults.push(`id ${id} stands ${times} times`);
  }
  const refer = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'];
  for (const name of refer) {
    for (const element of all(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\s+/)) {
        if (!ids.includes(id)) faults.push(`${name} names no element: ${id}`);
      }
    }
  }
  for (const use of all('use')) {
    if (!ids.includes(use.getAttribute('href')?.slice(1))) faults.push(`no such sign: ${begin(use)}`);
  }

  const rows = new Map();
  for (const link of all('main a[href]')) {
    const row = link.closest('tr, li, article') ?? link;
    rows.set(row, [...(rows.get(row) ?? []), link.getAttribute('href')]);
  }
  const dates = all('main [id]').filter(({ id }) => /^\d{4}-\d{2}-\d{2}(-\d+)?$/.test(id)).length;
  const toDates = new Set(
    all('main a[href*="#"]').map((link) => link.getAttribute('href')).filter((href) => /#\d{4}-\d{2}-\d{2}(-\d+)?$/.test(href)),
  ).size;
  return {
    faults,
    ids,
    links: all('[href], [src]')
      .filter((element) => element.localName !== 'use')
      .map((element) => element.getAttribute('href') ?? element.getAttribute('src')),
    rows: [...rows.values()],
    shown: { screens: all('.scr').length, keyResults: all('.scr .lines > li').length },
    entries: all('main li, main tbody tr, main dt').length,
    checkIns: Math.max(dates, toDates),
  };
}

// Runs in the browser.
function xmlFault(text) {
  return new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')?.textContent;
}
