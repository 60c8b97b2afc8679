// The whole page with the Tab key alone: everything is reached, in the order of the page, each with a focus that is seen.

/** Walks through an open page. The page must not have been clicked. */
export async function walk(page, faults) {
  const count = await page.evaluate(() => {
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
    return offered.length;
  });
  for (let press = 0; press < count; press += 1) await page.keyboard.press('Tab');
  faults.push(...(await page.evaluate(() => {
    const { offered, reached } = globalThis.okrWalk;
    const found = [];
    const at = new Set(reached.map(({ index }) => index));
    for (const [index, element] of offered.entries()) {
      if (!at.has(index)) found.push({ what: 'Tab does not reach it', where: element.outerHTML.slice(0, 90) });
    }
    reached.forEach(({ index, html, ring, inView }, step) => {
      if (index !== step) found.push({ what: 'Tab goes another way than the page', where: `${step}: ${index} ${html}` });
      if (!ring) found.push({ what: 'the focus is not to be seen', where: html });
      if (!inView) found.push({ what: 'the focus is outside the window', where: html });
    });
    return found.slice(0, 6);
  })));
}
