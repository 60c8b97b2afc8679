// The script that writes what moves as a comment: `node comment.mjs SCRIPT DIFF…`, the script as it stands in the
// workflow, and files that okr wrote.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BOT, end, run, test, zip } from './harness.mjs';

const [script, ...differences] = process.argv.slice(2);
const MARKER = '<!-- okr-diff -->';
const FINE = `${MARKER}\n### What moved in the OKRs\n\nNo objective moved.\n`;
const HEAD = 'a'.repeat(40);

/** A forge with one open pull request, 7, from a fork, whose check left `text` behind. */
function forge({ text = FINE, archive, size, pulls, comments = [], artifacts } = {}) {
  const asked = [];
  const bytes = archive ?? zip([['diff.md', text]]);
  const pull = { number: 7, head: { sha: HEAD, repo: { id: 22 } } };
  const rest = {
    pulls: {
      list: async (options) => {
        asked.push(['pulls.list', options]);
        return { data: pulls ?? [pull] };
      },
    },
    actions: {
      listWorkflowRunArtifacts: async (options) => {
        asked.push(['artifacts', options]);
        const one = { id: 5, name: 'okr-diff', size_in_bytes: size ?? bytes.length, expired: false };
        return { data: { artifacts: artifacts ?? [one] } };
      },
      downloadArtifact: async (options) => {
        asked.push(['download', options]);
        return { data: bytes };
      },
    },
    issues: {
      listComments: async () => ({ data: comments }),
      createComment: async (options) => void asked.push(['create', options]),
      updateComment: async (options) => void asked.push(['update', options]),
    },
  };
  const paginate = async (method, options) => (await method(options)).data;
  return { asked, github: { rest, paginate } };
}

const context = {
  repo: { owner: 'acme', repo: 'okrs' },
  payload: {
    workflow_run: {
      id: 99,
      head_sha: HEAD,
      head_branch: 'check-in',
      head_repository: { id: 22, owner: { login: 'stranger' } },
    },
  },
};

async function outcome(options) {
  const { asked, github } = forge(options);
  const said = await run(script, { github, context });
  const written = asked.filter(([what]) => what === 'create' || what === 'update');
  return { asked, said, written };
}

async function isRefused(options, why) {
  const { said, written } = await outcome(options);
  assert.deepEqual(written, []);
  assert.equal(said.length, 1);
  assert.match(said[0], why);
}

const isWritten = async (text) => {
  const { written, said } = await outcome({ text });
  assert.deepEqual(said, []);
  assert.deepEqual(written, [['create', { owner: 'acme', repo: 'okrs', issue_number: 7, body: text }]]);
};

await test('the pull request is looked up by its branch, and is the one whose head was checked', async () => {
  const { asked } = await outcome();
  assert.deepEqual(asked[0], ['pulls.list', {
    owner: 'acme', repo: 'okrs', state: 'open', head: 'stranger:check-in', per_page: 100,
  }]);
  const other = (number, sha, id) => ({ number, head: { sha, repo: id === null ? null : { id } } });
  const right = other(8, HEAD, 22);
  const pulls = [other(1, 'b'.repeat(40), 22), other(2, HEAD, 23), other(3, HEAD, null), right];
  const { written } = await outcome({ pulls });
  assert.equal(written[0][1].issue_number, 8);
});

await test('without exactly one right pull request there is no comment', async () => {
  const pull = { number: 1, head: { sha: HEAD, repo: { id: 22 } } };
  await isRefused({ pulls: [] }, /changed since/);
  await isRefused({ pulls: [{ ...pull, head: { ...pull.head, sha: 'b'.repeat(40) } }] }, /changed since/);
  await isRefused({ pulls: [pull, { ...pull, number: 2 }] }, /changed since/);
});

await test('our comment is known by its author and its marker', async () => {
  const comments = [
    { id: 1, user: { id: 666 }, body: `${MARKER}\nforged` },
    { id: 2, user: { id: BOT }, body: 'of another workflow' },
    { id: 3, user: { id: BOT }, body: `not first ${MARKER}` },
    { id: 4, user: null, body: null },
    { id: 5, user: { id: BOT }, body: `${MARKER}\nof yesterday` },
  ];
  const { written } = await outcome({ comments });
  assert.deepEqual(written, [['update', { owner: 'acme', repo: 'okrs', comment_id: 5, body: FINE }]]);
  const none = await outcome({ comments: comments.slice(0, 4) });
  assert.equal(none.written[0][0], 'create');
  const same = await outcome({ comments: [{ id: 5, user: { id: BOT }, body: FINE }] });
  assert.deepEqual(same.written, []);
});

await test('what is too large or cannot be read is left alone', async () => {
  await isRefused({ size: 200_001 }, /too large/);
  await isRefused({ archive: Buffer.alloc(200_001), size: 10 }, /too large/);
  await isRefused({ archive: zip([['diff.md', 'x'.repeat(50_000_000)]]) }, /cannot be read, or is too large/);
  await isRefused({ archive: zip([['../../diff.md', FINE]]) }, /cannot be read/);
  await isRefused({ archive: Buffer.from('no archive') }, /cannot be read/);
  await isRefused({ archive: zip([['diff.md', Buffer.from([0xff, 0xfe])]]) }, /cannot be read/);
  await isRefused({ artifacts: [] }, /nothing behind/);
  await isRefused({ artifacts: [{ id: 5, name: 'okr-diff', size_in_bytes: 9, expired: true }] }, /nothing behind/);
  await isRefused({ text: `${FINE}${'x'.repeat(60_000)}` }, /not what okr writes/);
});

await test('what okr writes is written as it is', async () => {
  await isWritten(FINE);
  assert.ok(differences.length > 0);
  for (const file of differences) await isWritten(readFileSync(file, 'utf8'));
  for (const line of [
    'A title `@everyone closes #1 <img src=x> https://evil.example` moved',
    'A title ```` ``@ana`` ```` moved',
    '- `a` → `b | c`',
    '| `a \\| @ana` | b |',
  ]) await isWritten(`${FINE}\n${line}\n`);
});

await test('what could act is not written', async () => {
  for (const line of [
    'Hello @everyone',
    'closes #1',
    'closes acme/okrs#1',
    'closes GH-1',
    '![x](https://evil.example/x.png)',
    '[x](https://evil.example)',
    '[x]: https://evil.example',
    'https://evil.example',
    'www.evil.example',
    '<img src=x>',
    '<script>',
    '&#64;everyone',
    '\\`@everyone\\`',
    '`not closed @everyone',
    '``@everyone`',
    '`a`` @everyone `b``',
    '| `a | @everyone | b` |',
    '| `a \\\\| @everyone | b` |',
    '| `a \\\\| @everyone` |',
    'a | b\n--- | ---\n`a | @everyone | b`',
    '| a | b |\n| --- | --- |\n`a | @everyone | b`',
    '<details>\n`@everyone`',
    '<details>\n<summary>`@everyone`</summary>\n',
    '<details>\n<summary>x</summary>\n`@everyone`',
    '</details>\n`@everyone`',
    'a\n<summary>`@everyone`</summary>',
    '<details><summary>x</summary>',
    '~~~\n@everyone',
    'a\u202eb',
    'a\u0000b',
    'a\rb',
    `${MARKER}`,
  ]) await isRefused({ text: `${FINE}\n${line}\n` }, /not what okr writes/);
  await isRefused({ text: `x\n${FINE}` }, /not what okr writes/);
  await isRefused({ text: '' }, /not what okr writes/);
});

end();
