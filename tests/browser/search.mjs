// The search, tried with what the data of the site say: whatever has a title, an owner, a tag, a takeaway or an entry in a
// register is found by it.

import { posix } from 'node:path';

export const SEARCH = 'search/index.html';

/** The deeds to try on these pages; each begins at an address with a query behind it, and may say that it `stores` something. */
export function searches(pages, data) {
  if (!data || !pages.some(({ path }) => path === SEARCH)) return [];
  const at = (name, act, query = '') => ({ name: `the search ${name}`, path: SEARCH, query, act });
  const home = pages.some(({ path }) => path === 'index.html')
    ? [{ name: 'the key / leads to the search', path: 'index.html', query: '', act: leads, stores: true }]
    : [];
  return [
    ...home,
    ...wanted(data).map(({ by, text, path }) => at(`finds by ${by}`, (page, faults) => finds(page, faults, text, path))),
    at('lists every objective without a word', (page, faults) => lists(page, faults, data)),
    at('takes its words from the address', takes, '?q=a'),
    at('is used with the keys', keys),
    at('says when there is nothing', says),
    at('shows text only', (page, faults) => hostile(page, faults)),
  ];
}

/** A text to look for, and the page that it must lead to. */
function wanted(data) {
  const of = ({ id }) => `objectives/${id}/index.html`;
  const first = (list, has, text) => {
    const one = list.find(has);
    return one && { text: text(one), path: of(one) };
  };
  const all = data.objectives;
  const name = (id) => data.people.find((person) => person.id.toLowerCase() === id.toLowerCase())?.name ?? id;
  const registers = ['decisions', 'risks', 'learnings', 'asks'];
  const entry = (one) => one.check_ins.flatMap((check_in) => registers.flatMap((register) => check_in[register]))[0];
  const accented = (text) => text.split(/[^\p{L}\p{M}]+/u).find((word) => /[à-öø-ÿœ]/i.test(word));
  const found = {
    title: first(all, () => true, (one) => one.title),
    'the beginnings of its words': first(all, () => true, (one) => beginnings(one.title)),
    'a word without its accents': first(all, (one) => accented(one.title), (one) => plain(accented(one.title))),
    'a key result': first(all, (one) => one.key_results.length > 0, (one) => `${one.key_results.at(-1).title} ${one.title}`),
    owner: first(all, (one) => one.owner, (one) => `${name(one.owner)} ${one.title}`),
    'the owner of a key result': first(
      all,
      (one) => one.key_results.some(({ owner }) => owner),
      (one) => `${name(one.key_results.find(({ owner }) => owner).owner)} ${one.title}`,
    ),
    team: first(all, () => true, (one) => `${one.team} ${one.title}`),
    tag: first(all, (one) => one.tags.length > 0, (one) => one.tags[0]),
    takeaway: first(
      all,
      (one) => one.check_ins.some(({ title }) => title),
      (one) => `${one.check_ins.find(({ title }) => title).title} ${one.title}`,
    ),
    register: first(all, entry, (one) => entry(one).slice(0, 60).replace(/\S*$/, '')),
  };
  const person = data.people[0] && { text: data.people[0].name, path: `people/${data.people[0].id}/index.html` };
  const team = data.teams[0] && { text: data.teams[0].name, path: `teams/${data.teams[0].id}/index.html` };
  const every = { ...found, 'the name of a person': person, 'the name of a team': team };
  return Object.entries(every).filter(([, it]) => it).map(([by, it]) => ({ by, ...it }));
}

const LIGATURES = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o' };

function plain(text) {
  return text.normalize('NFD').toUpperCase().replace(/\p{M}/gu, '').toLowerCase().replace(/[œæßø]/g, (letter) => LIGATURES[letter]);
}

function beginnings(title) {
  return title.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).map((word) => Array.from(word).slice(0, 3).join('')).join(' ');
}

/** What is shown for a text: the paths of the results on the site, in their order, and what is said of them. */
export async function results(page, text) {
  await page.fill('#okr-q', text);
  await page.keyboard.press('Shift');
  await page.waitForFunction(() => document.querySelector('#okr-count').textContent !== '', undefined, { timeout: 10_000 });
  // The words wait for a pause in typing.
  await page.waitForTimeout(400);
  return page.evaluate(() => ({
    said: document.querySelector('#okr-count').textContent,
    links: [...document.querySelectorAll('#okr-found li .t a')].map((link) => link.getAttribute('href')),
    marks: [...document.querySelectorAll('#okr-found mark')].map((mark) => mark.textContent),
    list: document.querySelector('#okr-a-to-z').checkVisibility(),
  }));
}

const target = (link) => posix.join('search', decodeURIComponent(link));

async function finds(page, faults, text, path) {
  const { said, links, marks, list } = await results(page, text);
  if (!links.map(target).includes(path)) faults.push(`"${text}" does not lead to ${path} but to ${links.slice(0, 5)}`);
  if (!said.includes(String(links.length)) && links.length < 20) faults.push(`${links.length} results, and it says "${said}"`);
  if (marks.length === 0) faults.push(`"${text}": no word is marked`);
  if (list) faults.push('the list from A to Z stands there as well');
}

async function leads(page, faults) {
  await page.keyboard.press('/');
  await page.waitForURL(/search\/index\.html$/);
  await page.waitForFunction(() => document.activeElement?.id === 'okr-q', undefined, { timeout: 5000 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('/');
  const { id, value } = await page.evaluate(() => ({ id: document.activeElement.id, value: document.activeElement.value }));
  if (id !== 'okr-q' || value !== '') faults.push(`on the page itself it leads to #${id} with "${value}"`);
  await page.keyboard.type('a/b');
  if ((await page.inputValue('#okr-q')) !== 'a/b') faults.push('the key does not write in the box');
  await page.uncheck('#okr-slash');
  await page.goBack();
  await page.keyboard.press('/');
  await page.waitForTimeout(300);
  if (page.url().includes('search/')) faults.push('it cannot be switched off');
}

async function lists(page, faults, data) {
  const listed = new Set();
  for (let next = page.url(); next; ) {
    await page.goto(next);
    const found = await page.evaluate(() => ({
      links: [...document.querySelectorAll('#okr-a-to-z li a')].map((link) => link.href),
      next: document.querySelector('a[rel="next"]')?.href,
    }));
    found.links.forEach((link) => listed.add(decodeURIComponent(link)));
    next = found.next;
  }
  const missing = data.objectives.filter(({ id }) => ![...listed].some((link) => link.endsWith(`/objectives/${id}/index.html`)));
  if (missing.length > 0 || listed.size !== data.objectives.length) faults.push(`${listed.size} of ${data.objectives.length}: ${missing[0]?.id}`);
}

async function takes(page, faults) {
  await page.waitForFunction(() => document.querySelector('#okr-count').textContent !== '', undefined, { timeout: 5000 });
  if ((await page.inputValue('#okr-q')) !== 'a') faults.push('the box is empty');
  await page.fill('#okr-q', 'a b');
  await page.waitForFunction(() => location.search === '?q=a%20b', undefined, { timeout: 5000 }).catch(() => faults.push(`the address stays ${page.url()}`));
  await page.fill('#okr-q', '');
  await page.waitForFunction(() => document.querySelector('#okr-a-to-z').checkVisibility(), undefined, { timeout: 5000 });
  if (await page.isVisible('#okr-found')) faults.push('the results stay');
}

async function keys(page, faults) {
  await results(page, 'e');
  const at = () => page.evaluate(() => [...document.querySelectorAll('#okr-found a')].indexOf(document.activeElement));
  for (const [key, expected] of [['ArrowDown', 0], ['ArrowDown', 1], ['ArrowUp', 0]]) {
    await page.keyboard.press(key);
    if ((await at()) !== expected) faults.push(`${key} leads to result ${await at()}, not ${expected}`);
  }
  await page.keyboard.press('Escape');
  if ((await page.evaluate(() => document.activeElement.id)) !== 'okr-q') faults.push('Escape does not lead back to the box');
  const first = await page.evaluate(() => document.querySelector('#okr-found a').href);
  await page.keyboard.press('Enter');
  await page.waitForURL(first, { timeout: 5000 }).catch(() => faults.push(`Enter leads to ${page.url()}, not ${first}`));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#okr-found a'), undefined, { timeout: 5000 }).catch(() => faults.push('going back loses the results'));
}

async function says(page, faults) {
  const { said, links } = await results(page, 'zzqxj');
  if (links.length > 0 || !said) faults.push(`"${said}", ${links.length} results`);
  const { role, live } = await page.evaluate(() => {
    const count = document.querySelector('#okr-count');
    return { role: count.getAttribute('role'), live: count.checkVisibility() };
  });
  if (role !== 'status' || !live) faults.push('it is not announced');
}

async function hostile(page, faults) {
  await results(page, '<img src=x onerror=alert(1)> </script>');
  await results(page, 'a '.repeat(300));
  const made = await page.evaluate(() =>
    [...document.querySelectorAll('#okr-found *')].map((element) => element.localName).filter((name) => !['ol', 'li', 'p', 'a', 'span', 'mark', 'svg', 'use', 'button'].includes(name)));
  if (made.length > 0) faults.push(`elements that are no results: ${made}`);
}
