// What a reader can do on a page, beside reading: each with the first page where it is offered.

/** The deeds to try on these pages: `act` notes what does not come out. */
export function behaviour(pages) {
  const home = pages.find(({ path }) => path === 'index.html');
  const present = pages.find(({ path }) => path.endsWith('/present/index.html'));
  if (!home) return [];
  const presented = present ? [{ name: 'the arrow keys lead from screen to screen', path: present.path, act: presents }] : [];
  return [
    ...presented,
    { name: 'the skip link leads to the text', path: home.path, act: skips },
    { name: 'the colour scheme can be switched and is kept', path: home.path, act: switches },
    { name: 'a column sorts both ways', path: home.path, act: sorts },
    { name: 'a chip shows the objectives of one status', path: home.path, act: filters },
  ];
}

async function skips(page, faults) {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const at = await page.evaluate(() => location.hash.slice(1));
  const target = await page.evaluate((id) => document.getElementById(id)?.localName, at);
  if (target !== 'main') faults.push(`Tab and Enter lead to #${at}, which is ${target}`);
}

async function switches(page, faults) {
  const button = page.locator('#okr-theme');
  if (!(await button.isVisible())) return void faults.push('no button');
  const scheme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await button.click();
  const chosen = await scheme();
  if ((await ground()) === before) faults.push('the ground keeps its colour');
  await page.reload();
  if ((await scheme()) !== chosen) faults.push(`after a reload it is ${await scheme()}, not ${chosen}`);
}

async function sorts(page, faults) {
  const head = page.locator('th[data-sort]').filter({ has: page.locator('button') }).nth(1);
  if ((await head.count()) === 0) return void faults.push('no column that sorts');
  const column = await head.evaluate((cell) => cell.cellIndex);
  const values = () =>
    page.evaluate(
      (index) =>
        [...document.querySelector('th[data-sort]').closest('table').tBodies].map((body) =>
          [...body.rows].map((row) => row.cells[index]?.dataset.v).filter(Boolean).map(Number)),
      column,
    );
  for (const [order, sign] of [['ascending', 1], ['descending', -1]]) {
    await head.locator('button').click();
    const said = await head.getAttribute('aria-sort');
    if (said !== order) faults.push(`aria-sort is ${said}, not ${order}`);
    for (const group of await values()) {
      if (group.some((value, i) => i > 0 && sign * (value - group[i - 1]) < 0)) faults.push(`${order}: ${group}`);
    }
  }
}

async function filters(page, faults) {
  const chips = page.locator('.chips input');
  const count = await chips.count();
  if (count < 2) return void faults.push('no chips');
  const shown = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('tr[data-s]')].filter((row) => row.checkVisibility()).map((row) => row.dataset.s));
  const all = (await shown()).length;
  let sum = 0;
  for (let i = 1; i < count; i += 1) {
    const id = await chips.nth(i).getAttribute('id');
    await page.locator(`label[for="${id}"]`).click();
    const rows = await shown();
    if (new Set(rows).size > 1) faults.push(`${id} shows ${[...new Set(rows)]}`);
    const said = Number(await page.locator(`label[for="${id}"] b`).innerText());
    if (said !== rows.length) faults.push(`${id} says ${said} and shows ${rows.length}`);
    sum += rows.length;
  }
  if (sum !== all) faults.push(`the chips show ${sum} of ${all} objectives`);
}

async function presents(page, faults) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const at = () =>
    page.evaluate(() => ({
      focus: document.activeElement.id,
      top: Math.round(document.getElementById('okr-s-2')?.getBoundingClientRect().top ?? NaN),
    }));
  await page.keyboard.press('ArrowRight');
  const first = await at();
  if (first.focus !== 'okr-s-1') faults.push(`the first arrow leads to ${first.focus || 'nothing'}`);
  await page.keyboard.press('ArrowRight');
  const second = await at();
  if (second.focus !== 'okr-s-2' || Math.abs(second.top) > 40) faults.push(`the second arrow: ${JSON.stringify(second)}`);
  await page.keyboard.press('ArrowLeft');
  if ((await at()).focus !== 'okr-s-1') faults.push(`the arrow back leads to ${(await at()).focus}`);
}
