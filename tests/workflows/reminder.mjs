// The script that opens an issue when check-ins are due: `node reminder.mjs SCRIPT DUE`, the script as it stands in the
// workflow, and a file that okr wrote.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOT, end, run, test } from './harness.mjs';

const [script, written] = process.argv.slice(2);
const MARKER = '<!-- okr-due -->';
const context = { repo: { owner: 'acme', repo: 'okrs' }, payload: {} };

async function outcome(due, { issues = [], people = ['ana'] } = {}) {
  const asked = [];
  const rest = {
    issues: {
      listForRepo: async () => ({ data: issues }),
      checkUserCanBeAssigned: async ({ assignee }) => {
        asked.push(['assignable', assignee]);
        if (!people.includes(assignee)) throw new Error('404');
      },
      create: async (options) => void asked.push(['create', options]),
      update: async (options) => void asked.push(['update', options]),
    },
  };
  const paginate = async (method, options) => (await method(options)).data;
  const temporary = mkdtempSync(join(tmpdir(), 'okr-due-'));
  writeFileSync(join(temporary, 'okr-due.json'), typeof due === 'string' ? due : JSON.stringify(due));
  const env = { RUNNER_TEMP: temporary, TITLE: 'Check-ins that are due', LATE: '{n} days late' };
  await run(script, { github: { rest, paginate }, context, env });
  return asked;
}

const one = { objective: '2026-Q3/growth/grow', owner: 'ana', due: '2026-09-01', days_late: 9, state: 'late' };

await test('an issue names who owes what, and calls only those who work here', async () => {
  const asked = await outcome([one, { ...one, owner: 'stranger', days_late: 0 }, { ...one, owner: null }, one]);
  const [, issue] = asked.find(([what]) => what === 'create');
  assert.equal(issue.title, 'Check-ins that are due');
  assert.equal(issue.body, `${MARKER}
- \` 2026-Q3/growth/grow \` @ana: \` 2026-09-01 \`, 9 days late
- \` 2026-Q3/growth/grow \` \` stranger \`: \` 2026-09-01 \`
- \` 2026-Q3/growth/grow \` —: \` 2026-09-01 \`, 9 days late
- \` 2026-Q3/growth/grow \` @ana: \` 2026-09-01 \`, 9 days late
`);
  assert.equal(asked.filter(([what]) => what === 'assignable').length, 2);
});

await test('the issue of the week before is closed, and no other', async () => {
  const issues = [
    { number: 1, user: { id: BOT }, body: `${MARKER}\nold` },
    { number: 2, user: { id: 666 }, body: `${MARKER}\nforged` },
    { number: 3, user: { id: BOT }, body: 'of another workflow' },
    { number: 4, user: { id: BOT }, body: `${MARKER}\n`, pull_request: {} },
  ];
  const asked = await outcome([one], { issues });
  assert.deepEqual(asked.filter(([what]) => what === 'update'), [['update', {
    owner: 'acme', repo: 'okrs', issue_number: 1, state: 'closed', state_reason: 'completed',
  }]]);
  const nothing = await outcome([], { issues });
  assert.deepEqual(nothing.map(([what]) => what), ['update']);
});

await test('what people wrote stays inside its code', async () => {
  const objective = '`` @everyone\ncloses #1 ```';
  const asked = await outcome([{ ...one, objective, owner: 'x @everyone' }]);
  const [, issue] = asked.find(([what]) => what === 'create');
  assert.equal(issue.body, `${MARKER}\n- \`\`\`\` ${objective.replace('\n', ' ')} \`\`\`\` —: \` 2026-09-01 \`, 9 days late\n`);
});

await test('a long list ends with the count of the rest', async () => {
  const asked = await outcome(Array.from({ length: 1_000 }, () => one));
  const [, issue] = asked.find(([what]) => what === 'create');
  assert.ok(issue.body.length < 65_536);
  assert.match(issue.body, /\n\n\+ 800\n$/);
});

await test('what okr writes can be read', async () => {
  const all = JSON.parse(readFileSync(written, 'utf8'));
  assert.ok(all.length > 0);
  for (const row of all) {
    assert.deepEqual(Object.keys(row), ['objective', 'owner', 'due', 'days_late', 'state']);
    assert.equal(typeof row.days_late, 'number');
  }
  const asked = await outcome(readFileSync(written, 'utf8'), { people: ['ada'] });
  const [, issue] = asked.find(([what]) => what === 'create');
  const due = all.filter((row) => row.state !== 'upcoming');
  assert.ok(due.length > 0);
  const lines = due.map((row) => {
    const owner = row.owner === 'ada' ? '@ada' : `\` ${row.owner} \``;
    const late = row.days_late > 0 ? `, ${row.days_late} days late` : '';
    return `- \` ${row.objective} \` ${owner}: \` ${row.due} \`${late}\n`;
  });
  assert.equal(issue.body, `${MARKER}\n${lines.join('')}`);
});

end();
