// What the scripts in our workflows are given by `actions/github-script`, and a forge that remembers what was asked of it.
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

export const BOT = 41898282;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

/** Runs a script as it stands in its workflow. */
export async function run(script, { github, context, env = {} }) {
  const said = [];
  const core = {
    notice: (text) => void said.push(`notice: ${text}`),
    warning: (text) => void said.push(`warning: ${text}`),
    info: (text) => void said.push(`info: ${text}`),
    setFailed: (text) => void said.push(`failed: ${text}`),
  };
  const temporary = env.RUNNER_TEMP ?? mkdtempSync(join(tmpdir(), 'okr-script-'));
  Object.assign(process.env, { RUNNER_TEMP: temporary }, env);
  const body = new AsyncFunction('github', 'context', 'core', 'require', readFileSync(script, 'utf8'));
  try {
    await body(github, context, core, createRequire(import.meta.url));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return said;
}

/** A ZIP archive of files: name and bytes. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, content] of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes) >>> 0, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entry, Buffer.from(name),
    ]));
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

let failed = 0;
let passed = 0;

/** One promise. */
export async function test(name, body) {
  try {
    await body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}

/** Says how it went, and ends. */
export function end() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
