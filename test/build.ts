import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseWheels } from '../generators/catalog/wheels.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

function changed(file: string): number {
  return statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The day for every test and every process that one starts: data that grows old meanwhile is no news there. */
process.env.ML_DOCKER_TODAY = parseWheels(
  readFileSync(path.join(ROOT, 'generators', 'catalog', 'wheels.json'), 'utf8'),
).date;

/** Builds dist/ once before all tests, where the source is newer: many of them start it as a process. */
export default function build(): void {
  const source = readdirSync(path.join(ROOT, 'generators'), { recursive: true, encoding: 'utf8' });
  const files = ['esbuild.config.js', 'package.json', ...source.map((file) => path.join('generators', file))];
  if (Math.max(...files.map(changed)) < changed('dist/cli.js')) return;
  execFileSync(process.execPath, ['esbuild.config.js'], { cwd: ROOT, stdio: 'inherit' });
}
