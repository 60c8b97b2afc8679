// What is looked at on an open page: axe, scrolling sideways, text that is cut off, colours that the system forces, motion.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function readyAxe(page) {
  await page.evaluate(AXE);
  await openAll(page);
}

/** The violations of rules, or of rules with these tags, also in the menus. */
export async function violations(page, rules) {
  return page.evaluate(violationsHere, rules);
}

/** Opens every `details`, but for the menus: they lie over the page until their reader closes them. */
export async function openAll(page) {
  await page.evaluate(() => {
    const all = [...document.querySelectorAll('details')];
    for (const details of all) details.open = true;
    const isOver = (child) => ['absolute', 'fixed'].includes(getComputedStyle(child).position);
    const over = all.filter((details) => [...details.children].some(isOver));
    for (const details of all) details.toggleAttribute('data-over', over.includes(details));
    for (const details of over) details.open = false;
  });
}

export async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > clientWidth + 0.5 || box.left < -0.5);
    });
    const widest = out.slice(-3).map((element) => element.outerHTML.slice(0, 90));
    const by = `by ${scrollWidth - clientWidth} px: ${widest.join(' … ')}`;
    return [{ what: `scrolls sideways at ${clientWidth} px`, where: by }];
  });
}

/** Sets the spacing of WCAG 1.4.12, as a reader's extension does: a style element would be refused by the policy. */
export async function spaceText(page) {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }',
    );
    document.adoptedStyleSheets.push(sheet);
  });
}

/** Text in boxes that hide a part of it. Text for the ear only stands in a box of one pixel. */
export async function cutOff(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.clientWidth > 2 && element.clientHeight > 2)
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      .map((element) => ({ what: 'text is cut off', where: element.outerHTML.slice(0, 90) })));
}

/** Signs and bars that would be drawn in the colour of the ground when the system forces its colours. */
export async function swallowed(page) {
  return page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const drawn = [
      ['.g', 'color'],
      ['.bar .fill', 'fill'],
      ['.dist rect', 'fill'],
      ['.spark .ln', 'stroke'],
      ['.chart .ln', 'stroke'],
      ['.chart text', 'fill'],
    ];
    return drawn.flatMap(([selector, property]) =>
      [...document.querySelectorAll(`main ${selector}`)]
        .filter((element) => element.checkVisibility() && !element.closest('input:checked + label'))
        .filter((element) => getComputedStyle(element)[property] === ground)
        .slice(0, 1)
        .map((element) => ({ what: `${selector} is not to be seen`, where: element.outerHTML.slice(0, 90) })));
  });
}

/** What still moves for a reader who asked that nothing does; `all` notes what moves but its colour for the others. */
export async function motion(page, all) {
  return page.evaluate((all) => {
    const colours = ['all 0s', 'color', 'background-color', 'border-color', 'text-decoration-color'];
    const moving = [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      if (style.animationName !== 'none' || (!all && style.scrollBehavior === 'smooth')) return true;
      const takes = style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
      return takes && !(all && style.transitionProperty.split(', ').every((name) => colours.includes(name)));
    });
    return moving.slice(0, 2).map((element) => ({ what: 'something moves', where: element.outerHTML.slice(0, 90) }));
  }, all);
}

// Runs in the browser.
async function violationsHere(rules) {
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
