// The whole page with the Tab key alone: everything is reached, in the order of the page, each with a focus that is seen.

/** On a page with more, Tab goes no further than this. */
const FAR = 300;
/** As the DevTools protocol counts it. */
const SHIFT = 8;

/** Walks through an open page. The page must not have been clicked. What has the focus from the start is where it begins:
 * forwards from there, and then back to the top. */
export async function walk(page, faults) {
  const { start, count } = await page.evaluate(() => {
    const offered = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter((element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility())
      // Of radio buttons that belong together Tab reaches the chosen one; the arrows lead to the others.
      .filter((element) => element.type !== 'radio' || element.checked);
    const reached = [];
    document.addEventListener('focusin', ({ target }) => {
      const shown = target.type === 'radio' ? document.querySelector(`label[for="${target.id}"]`) : target;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const box = shown.getBoundingClientRect();
      reached.push({
        index: offered.indexOf(target),
        html: target.outerHTML.slice(0, 90),
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      });
    });
    Object.assign(globalThis, { okrWalk: { offered, reached } });
    return { start: offered.indexOf(document.activeElement), count: offered.length };
  });
  const end = Math.min(count, start + 1 + FAR);
  const way = Array.from({ length: end - start - 1 }, (_, step) => start + 1 + step);
  await tab(page, way.length, {});
  if (start > 0) {
    const back = Array.from({ length: end - 1 }, (_, step) => end - 2 - step);
    await tab(page, back.length, { modifiers: SHIFT });
    way.push(...back);
  }
  faults.push(...(await page.evaluate((way) => {
    const { offered, reached } = globalThis.okrWalk;
    const found = [];
    const at = new Set(reached.map(({ index }) => index));
    for (const index of way) {
      if (!at.has(index)) found.push({ what: 'Tab does not reach it', where: offered[index].outerHTML.slice(0, 90) });
    }
    reached.forEach(({ index, html, ring, inView }, step) => {
      if (index !== way[step]) found.push({ what: 'Tab goes another way than the page', where: `${step}: ${index} ${html}` });
      if (!ring) found.push({ what: 'the focus is not to be seen', where: html });
      if (!inView) found.push({ what: 'the focus is outside the window', where: html });
    });
    return found.slice(0, 6);
  }, way)));
}

/** Presses Tab this often, without waiting for one press to be answered before the next: that would take most of the time. */
async function tab(page, times, held) {
  const session = await page.context().newCDPSession(page);
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, ...held };
  const press = () => ['rawKeyDown', 'keyUp'].map((type) => session.send('Input.dispatchKeyEvent', { type, ...key }));
  await Promise.all(Array.from({ length: times }, press).flat());
  await session.detach();
}
