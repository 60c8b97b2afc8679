// The search of a site that is too large to be read whole: which parts of the index a page loads, and what it finds.
//
//   node large.mjs OKR     OKR: the program

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './chromium.mjs';
import { Report } from './report.mjs';
import { SEARCH, results } from './search.mjs';

const [okr] = process.argv.slice(2);
if (!okr) {
  console.error('usage: node large.mjs OKR');
  process.exit(2);
}

const OBJECTIVES = 400;
const SPECIAL = {
  7: 'Œuvrer à Straßburg et à Łódź',
  8: '東京で顧客を増やす',
  9: 'Κέρδη στην Αθήνα',
  10: 'Помочь клиентам',
};

const work = mkdtempSync(join(tmpdir(), 'okr-large-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
write(join(work, 'okrs'));
const site = join(work, 'site');
execFileSync(okr, ['build', '-q', '-C', join(work, 'okrs'), '-o', site, '--today', '2026-11-22'], { stdio: 'ignore' });

const report = new Report();
const shards = readdirSync(join(site, 'assets/search'));
const sizes = shards.map((name) => statSync(join(site, 'assets/search', name)).size);
report.check('the index has parts by the first letters of words', shards.some((name) => name.startsWith('w-')) ? [] : [shards.join(' ')]);
report.check('no part is larger than 200 kB', sizes.filter((size) => size > 200_000).map(String));
const sum = sizes.reduce((a, b) => a + b, 0);
report.check('the index has less than 300 bytes a key result', sum < OBJECTIVES * 3 * 300 ? [] : [`${sum} bytes`]);

const browser = await launch();
try {
  const page = await browser.newPage();
  const loaded = new Set();
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => loaded.add(request.url().split('/assets/search/')[1]));
  await page.goto(pathToFileURL(join(site, SEARCH)).href);

  const finds = async (text, first, count) => {
    const { links, said } = await results(page, text);
    const wrong = [];
    if (!links[0]?.includes(`/${first}/`)) wrong.push(`"${text}" leads to ${links.slice(0, 3)}`);
    if (count !== undefined && !said.startsWith(`${count} `)) wrong.push(`"${text}": ${said}`);
    report.check(`"${text}" finds ${first}`, wrong);
  };
  await finds('w123x', 'o-0123', 1);
  const words = [...loaded].filter((name) => name?.startsWith('w-'));
  const texts = [...loaded].filter((name) => name?.startsWith('t-'));
  report.check('only the words that begin so are loaded', words.every((name) => 'w123x'.startsWith(name.slice(2, -3)) || name.startsWith('w-w123')) ? [] : words);
  report.check('only the texts that are shown are loaded', texts.length === 1 ? [] : texts);
  await finds('w123x lisbon', 'o-0123', 1);
  await finds('oeuv strassb lodz', 'o-0007', 1);
  await finds('東京', 'o-0008', 1);
  await finds('αθηνα ΚΈΡΔΗ', 'o-0009', 1);
  await finds('помочь', 'o-0010', 1);
  await finds('number', 'o-0001', OBJECTIVES - Object.keys(SPECIAL).length);
  await finds('title', 'o-0001', OBJECTIVES / 2 - 2);
  await finds('anton', 'people/ana', OBJECTIVES + 1);

  await results(page, 'number');
  const shown = () => page.locator('#okr-found > ol > li').count();
  const before = await shown();
  await page.click('#okr-found button');
  await page.waitForTimeout(500);
  const after = await shown();
  const focus = await page.evaluate(() => [...document.querySelectorAll('#okr-found > ol > li')].findIndex((row) => row.contains(document.activeElement)));
  report.check('more results follow, and the first of them has the focus', before === 20 && after === 40 && focus === 20 ? [] : [`${before}, ${after}, focus on ${focus}`]);

  const first = async (text) => (await results(page, text)).links;
  const ranked = await first('orbit');
  const places = ['o-0399', 'o-0397', 'o-0398', 'o-0396'].map((id) => ranked.findIndex((link) => link.includes(id)));
  report.check('a title comes before a key result and that before a takeaway, the current period first', places.every((place, i) => place === i) ? [] : [ranked.join(' ')]);

  for (const name of shards.filter((name) => name.startsWith('w-q'))) rmSync(join(site, 'assets/search', name));
  await page.fill('#okr-q', 'quarter');
  await page.waitForFunction(() => /cannot/.test(document.querySelector('#okr-count').textContent), undefined, { timeout: 5000 }).catch(() => {});
  const said = await page.textContent('#okr-count');
  report.check('a part that cannot be loaded is told', /cannot be loaded/.test(said) ? [] : [said]);
  report.check('no fault is on the console', faults.filter((text) => !text.includes('ERR_FILE_NOT_FOUND') && !text.startsWith('w-q')));
} finally {
  await browser.close();
}
report.print();
process.exit(report.failed === 0 ? 0 : 1);

/** Many objectives with long entries, every second one in the period that is over. */
function write(folder) {
  writeIn(folder, 'okr.yaml', 'title: Large\npeople:\n  ana: { name: Anton Larsen }\n  bo: { name: Bo Lind }\n');
  for (let at = 0; at < OBJECTIVES; at += 1) {
    const id = `o-${String(at).padStart(4, '0')}`;
    const period = at % 2 === 0 ? '2026-H1' : '2026-H2';
    const orbit = (number, text) => (at === number ? ` ${text}` : '');
    const title = SPECIAL[at] ?? `Objective number ${at}${at % 2 === 1 ? ' has a title' : ''}${orbit(399, 'in orbit')}`;
    const long = 'and this goes on and on for quite a while, as such notes do. '.repeat(4);
    writeIn(
      folder,
      `objectives/${period}/${id}.md`,
      `---
title: ${title}
period: ${period}
team: team-${at % 20}
owner: ana
key_results:
  - { id: one, title: First result ${at}${orbit(397, 'orbit')}${orbit(398, 'orbit')}, owner: ana, start: 0, target: 2 }
  - { id: two, title: Second result, owner: bo, start: 0, target: 2 }
  - { id: three, title: Third result, owner: bo, start: 0, target: 2 }
---

## 2026-${at % 2 === 0 ? '05' : '10'}-31 (on track) Taken from ${at}${orbit(396, 'orbit')}

- one: 1

### Decisions

- ${long} Move to Lisbon: w${at}x

### Learnings

- ${long} A quarter is short
`,
    );
  }
}

function writeIn(folder, path, text) {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
