// A host that knows nothing of the site: files below a path, with a stricter policy than the pages ask for.

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/atom+xml',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.csv': 'text/csv; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

const POLICY = "default-src 'self'; style-src-attr 'none'; script-src-attr 'none'";

/** Serves `folder` below each of `paths` on a free port of the loopback interface. */
export async function serve(folder, paths) {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const below = paths.find((path) => asked.startsWith(path));
    const file = below && fileBelow(folder, asked.slice(below.length));
    if (!file) {
      // A browser asks every host for this one by itself.
      response.writeHead(asked === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function fileBelow(folder, path) {
  const file = normalize(join(folder, path));
  const inside = file.startsWith(normalize(folder) + sep);
  // A folder is no page here: links name their `index.html`.
  return inside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}
