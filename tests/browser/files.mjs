// The files of a built site, and which of its pages are of one kind.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Every file below `folder`: its path with `/`, and its size in bytes; by path. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file).split(sep).join('/'), size: statSync(file).size }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The published data, when the site has them. */
export function dataOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'data/okrs.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The kind of a page: its path with the names of periods, teams, people, objectives and months taken out. */
export function kind(path) {
  const parts = path.split('/');
  const [family] = parts;
  if (parts.length < 3 || ['files', 'assets'].includes(family)) return path;
  const tail = ['history', 'present'].find((name) => parts.at(-2) === name);
  const numbered = parts.at(-2).startsWith('page-') ? 'page' : undefined;
  // The four registers differ in their words and signs.
  const name = family === 'registers' ? parts[1] : '*';
  const month = family === 'registers' && parts.length > 3 ? '*' : undefined;
  return [family, name, month, tail ?? numbered].filter(Boolean).join('/');
}

/** Of each kind the largest page, where trouble shows first, and of objectives the smallest as well: it lacks the most. */
export function samples(pages) {
  const largest = new Map();
  let bare;
  for (const page of pages) {
    const name = kind(page.path);
    if (!(largest.get(name)?.size >= page.size)) largest.set(name, page);
    if (name === 'objectives/*' && !(bare?.size <= page.size)) bare = page;
  }
  return [...new Set([...largest.values(), ...(bare ? [bare] : [])])];
}
