// Bundles the unit tests with rolldown, which Vite brings, and runs them with Node's own runner.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const names = readdirSync('test/unit').filter((n) => n.endsWith('.test.ts'));
rmSync('target/unit', { recursive: true, force: true });
const bundle = await rolldown({ input: Object.fromEntries(names.map((n) => [n.replace('.ts', ''), `test/unit/${n}`])), platform: 'node' });
await bundle.write({ dir: 'target/unit', format: 'esm', entryFileNames: '[name].mjs' });
const run = spawnSync(process.execPath, ['--test', ...names.map((n) => `target/unit/${n.replace('.ts', '.mjs')}`)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
