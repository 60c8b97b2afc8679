// Search. It loads only those parts of the index that the words in the box need; without it the page is a list from A to Z.
// How letters compare stands in src/site/fold.rs, what the parts hold in src/site/data/search.rs; both do the same as this.
(function (d) {
  const box = d.getElementById("okr-search");
  if (!box) return;
  const input = d.getElementById("okr-q"), count = d.getElementById("okr-count");
  const found = d.getElementById("okr-found"), list = found.querySelector("ol"), more = found.querySelector("button");
  const say = box.dataset;
  const signs = JSON.parse(say.signs), routes = JSON.parse(say.routes), kinds = JSON.parse(say.kinds);
  const OBJECTIVE = 0, RETROSPECTIVE = 3, REGISTERS = 4, HISTORY = 3;
  const TITLE = 0, KEY_RESULT = 1, WHOSE = 2, TAKEAWAY = 3, ENTRY = 4;
  const AT_ONCE = 20, HITS = 3, LONGEST = 40, PAUSE = 120;

  // The index comes in scripts, since nothing else can be loaded from a folder.
  const folder = d.currentScript.src.replace(/[^/]*$/, "search/");
  const address = (name) => {
    if (!/^[a-z0-9/.-]+\.js$/.test(name) || name.includes("..")) throw new TypeError(name);
    return folder + name;
  };
  const policy = self.trustedTypes ? trustedTypes.createPolicy("okr", { createScriptURL: address }) : { createScriptURL: address };
  const parts = new Map(), arrived = new Map();
  self.okrSearch = (name, ...value) => { if (arrived.has(name)) arrived.get(name)(value); };
  function load(name) {
    if (!parts.has(name)) {
      parts.set(name, new Promise((done, fail) => {
        const script = d.createElement("script");
        arrived.set(name, done);
        script.onerror = () => { parts.delete(name); fail(new Error(name)); };
        script.src = policy.createScriptURL(name + ".js");
        d.head.append(script);
      }));
    }
    return parts.get(name);
  }

  // Letters and words.
  const ACCENTS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]/g;
  const ALONE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const OF_WORD = /[\p{Alphabetic}\p{N}\p{M}]/u;
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "ς": "σ" };
  function fold(char) {
    const plain = char.normalize("NFKD").toLowerCase().replace(ACCENTS, "");
    return plain.replace(/[ßæœþøđðħıłŧς]/g, (letter) => LETTERS[letter]);
  }
  // Each word with its place in the text.
  function words(text) {
    const all = [];
    let word = "", from = 0, at = 0;
    const end = (to) => {
      if (word) all.push({ word: word.length > LONGEST ? Array.from(word).slice(0, LONGEST).join("") : word, from, to });
      word = "";
    };
    for (const char of text) {
      for (const letter of fold(char)) {
        const alone = ALONE.test(letter), inside = OF_WORD.test(letter);
        if (alone || !inside) end(at);
        if (inside && !word) from = at;
        if (inside) word += letter;
        if (alone) end(at + char.length);
      }
      at += char.length;
    }
    end(at);
    return all;
  }
  const key = (word) =>
    Array.from(word, (char) => (/[a-z0-9]/.test(char) ? char : "-" + char.codePointAt(0).toString(16).padStart(6, "0"))).join("");

  // Words and the numbers of the documents that have them, one list a field.
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  function numbers(code) {
    const all = [];
    let next = 0, value = 0, shift = 0, run = false;
    for (const char of code) {
      if (char === ".") { run = true; continue; }
      const digit = DIGITS.indexOf(char);
      value += (digit & 31) * 2 ** shift;
      shift += 5;
      if (digit >= 32) continue;
      if (run) for (; value > 0; value -= 1) all.push(next++);
      else { all.push(next + value); next += value + 1; }
      value = shift = 0;
      run = false;
    }
    return all;
  }
  const lexicons = new Map();
  function lexicon(name, text) {
    if (!lexicons.has(name)) {
      let before = [];
      lexicons.set(name, text.split(" ").map((entry) => {
        const [word, ...places] = entry.split(":");
        before = before.slice(0, parseInt(word[0], 36)).concat(Array.from(word.slice(1)));
        return { word: before.join(""), places: places.map((of) => [Number(of[0]), of.slice(1)]) };
      }));
    }
    return lexicons.get(name);
  }
  async function known(word, prefixes) {
    const at = key(word);
    const wanted = prefixes.filter((prefix) => prefix.startsWith(at) || at.startsWith(prefix));
    return (await Promise.all(wanted.map(async (prefix) => lexicon(prefix, (await load("w-" + prefix))[0])))).flat();
  }
  // On a small site the words are those of all texts.
  let read;
  async function all(starts) {
    const of = await Promise.all(starts.map((_, part) => load("t-" + part)));
    if (read) return read;
    const entries = new Map();
    of.forEach(([names, documents], part) => documents.forEach((one, place) => {
      texts(one, names, (field, text) => words(text).forEach(({ word }) => {
        if (!entries.has(word)) entries.set(word, { word, places: [] });
        entries.get(word).places.push([field, [starts[part] + place]]);
      }));
    }));
    return (read = [...entries.values()]);
  }

  // A document is a list: kind, id, title; then of an objective its sign, score, period, team, owner, key results,
  // check-ins by page, tags and language, of a retrospective its period, team, entries and language.
  const names = (one, of) => (one[0] === OBJECTIVE ? one.slice(5, 8) : one.slice(3, 5)).filter((at) => at >= 0).map((at) => of[at]);
  const shown = (name) => (Array.isArray(name) ? name[0] : name);
  function texts(one, of, each) {
    each(TITLE, one[2]);
    if (one[0] !== OBJECTIVE && one[0] !== RETROSPECTIVE) return each(TITLE, one[1]);
    names(one, of).flat().forEach((name) => each(WHOSE, name));
    if (one[0] === OBJECTIVE) (one[10] ?? []).forEach((tag) => each(WHOSE, tag));
    items(one, of).forEach((item) => {
      each(item.field, item.text);
      [item.owner ?? []].flat().forEach((name) => each(WHOSE, name));
    });
  }
  // What lies within a document, each with the way to it.
  function items(one, of) {
    const href = address_of(one), all = [];
    if (one[0] === RETROSPECTIVE) entries(one[5], (register, text) => all.push({ field: ENTRY, name: kinds[REGISTERS + register], text, href }));
    if (one[0] !== OBJECTIVE) return all;
    for (let i = 0; i < one[8].length; i += 2) {
      const item = { field: KEY_RESULT, name: say.keyResult, text: one[8][i + 1], href: href + "#" + one[8][i] };
      if (typeof one[8][i + 2] === "number") { item.owner = of[one[8][i + 2]]; i += 1; }
      all.push(item);
    }
    let days = 0;
    one[9].forEach((check_ins, page) => check_ins.forEach(([at, takeaway, ...of_it]) => {
      if (typeof at === "number") days = days ? days - at : at;
      const date = typeof at === "number" ? new Date(days * 864e5).toISOString().slice(0, 10) : at;
      const href = address_of(one, page) + "#" + date;
      if (takeaway) all.push({ field: TAKEAWAY, name: say.checkIn, date, text: takeaway, href });
      entries(of_it, (register, text) => all.push({ field: ENTRY, name: kinds[REGISTERS + register], date, text, href }));
    }));
    return all;
  }
  function entries(of, each) {
    for (let i = 0; i < of.length; i += 2) each(of[i], of[i + 1]);
  }
  const address_of = (one, page) =>
    say.root + routes[page ? HISTORY + page : one[0]].replace("{}", () => one[1].split("/").map(encodeURIComponent).join("/"));

  // The numbers of the documents that have all words, the best first; they are numbered with the current period first.
  function costs(word, entries) {
    const best = new Map();
    for (const entry of entries) {
      if (!entry.word.startsWith(word)) continue;
      for (const place of entry.places) {
        const cost = 2 * place[0] + (entry.word === word ? 0 : 1);
        if (typeof place[1] === "string") place[1] = numbers(place[1]);
        for (const number of place[1]) if (!(best.get(number) <= cost)) best.set(number, cost);
      }
    }
    return best;
  }
  async function search(asked) {
    const [starts, prefixes] = await load("index");
    const of = await Promise.all(asked.map(async (word) => costs(word, await (prefixes ? known(word, prefixes) : all(starts)))));
    const sum = (number) => of.reduce((sum, costs) => sum + costs.get(number), 0);
    const both = [...of[0].keys()].filter((number) => of.every((costs) => costs.has(number)));
    return both.map((number) => [sum(number), number]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((pair) => pair[1]);
  }
  async function document_of(number) {
    const [starts] = await load("index");
    const part = starts.findLastIndex((start) => start <= number);
    const [of, documents] = await load("t-" + part);
    return [documents[number - starts[part]], of];
  }

  // What is shown: only text, never HTML.
  function element(name, cls, ...content) {
    const made = d.createElement(name);
    if (cls) made.className = cls;
    made.append(...content);
    return made;
  }
  const has = (text, word) => words(text).some((one) => one.word.startsWith(word));
  function marked(to, text, asked) {
    let at = 0;
    for (const { word, from, to: end } of words(text)) {
      if (from < at || !asked.some((one) => word.startsWith(one))) continue;
      to.append(text.slice(at, from), element("mark", "", text.slice(from, end)));
      at = end;
    }
    to.append(text.slice(at));
    return to;
  }
  function link(href, text, asked, language) {
    const made = element("a");
    made.href = href;
    made.dir = "auto";
    if (language) made.lang = language;
    return marked(made, text, asked);
  }
  function glyph(sign) {
    const svg = d.createElementNS("http://www.w3.org/2000/svg", "svg"), use = d.createElementNS(svg.namespaceURI, "use");
    svg.setAttribute("class", "g " + sign[0]);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", sign[1]);
    svg.append(use);
    return svg;
  }
  const day = (date) =>
    /^\d{4}-\d\d-\d\d/.test(date ?? "") ? ", " + new Date(date.slice(0, 10)).toLocaleDateString(say.locale, { dateStyle: "medium", timeZone: "UTC" }) : "";
  function row(one, of, asked) {
    const is = one[0] === OBJECTIVE, language = is ? one[11] : one[6];
    const made = element("li");
    made.append(is ? glyph(signs[one[3]]) : element("span"));
    made.append(element("span", "t", link(address_of(one), one[2], asked, language)), element("span", "score", is ? one[4] : ""));
    const about = element("span", "d", is ? signs[one[3]][2] : kinds[one[0]]);
    const more = names(one, of).map(shown);
    if (is) more.push(...(one[10] ?? []).filter((tag) => asked.some((word) => has(tag, word))));
    more.forEach((text) => { about.append(" · "); marked(about, text, asked); });
    made.append(about);
    const hits = items(one, of).map((item) => {
      const text = item.owner && asked.some((word) => [item.owner].flat().some((name) => has(name, word))) ? item.text + " · " + shown(item.owner) : item.text;
      return { ...item, shown: text, n: asked.filter((word) => has(text, word)).length };
    });
    const most = Math.max(1, ...hits.map((item) => item.n));
    for (const item of hits.filter((item) => item.n === most).slice(0, HITS)) {
      made.append(element("span", "d", item.name + day(item.date) + say.colon, link(item.href, item.shown, asked, language)));
    }
    return made;
  }

  // What happens when somebody types.
  const rules = new Intl.PluralRules(say.locale);
  let turn = 0, timer, showing = "";
  async function show() {
    const mine = (turn += 1), text = input.value.trim();
    const asked = [...new Set(words(text).map(({ word }) => word))];
    try { history.replaceState(null, "", text ? "?q=" + encodeURIComponent(text) : location.pathname); } catch {}
    d.getElementById("okr-a-to-z").hidden = asked.length > 0;
    if (asked.length === 0) {
      list.replaceChildren();
      found.hidden = true;
      count.textContent = showing = "";
      return;
    }
    try {
      const numbers = await search(asked);
      let at = 0;
      const further = async () => {
        const next = await Promise.all(numbers.slice(at, at + AT_ONCE).map(document_of));
        if (mine !== turn) return undefined;
        const rows = next.map(([one, of]) => row(one, of, asked));
        at === 0 ? list.replaceChildren(...rows) : list.append(...rows);
        at += rows.length;
        more.hidden = at >= numbers.length;
        return rows[0];
      };
      await further();
      if (mine !== turn) return;
      more.onclick = async () => (await further())?.querySelector("a").focus();
      found.hidden = numbers.length === 0;
      showing = text;
      count.textContent = numbers.length === 0 ? say.none : (rules.select(numbers.length) === "one" ? say.one : say.other).replace("{n}", numbers.length.toLocaleString(say.locale));
    } catch (error) {
      if (mine !== turn) return;
      count.textContent = say.failed;
      throw error;
    }
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, PAUSE); });
  d.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...list.querySelectorAll("a")], at = links.indexOf(d.activeElement);
    if (d.activeElement !== input && at < 0) return;
    if (event.key === "Enter" && at < 0) {
      if (showing !== input.value.trim()) { clearTimeout(timer); await show(); }
      list.querySelector("a")?.click();
    }
    if (event.key === "Escape" && at >= 0) input.focus();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.shiftKey || links.length === 0) return;
    event.preventDefault();
    (at + step < 0 ? input : links[Math.min(at + step, links.length - 1)]).focus();
  });

  const slash = d.getElementById("okr-slash");
  try { slash.checked = localStorage.getItem("okr-slash") !== "off"; } catch {}
  slash.onchange = () => { try { localStorage.setItem("okr-slash", slash.checked ? "on" : "off"); } catch {} };
  box.hidden = d.getElementById("okr-keys").hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? input.value;
  if (input.value) show();
  else if (!location.hash) input.focus();
})(document);
