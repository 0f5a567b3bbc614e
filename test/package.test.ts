import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANSWERS, Place, start, tree } from './cli/command.ts';
import { install, type Pack, pack } from './installed.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

let place: Place;
let packed: Pack;
let packages: string;
beforeAll(async () => {
  place = new Place();
  packed = await pack('--dry-run');
  mkdirSync(place.path('prefix'));
  packages = await install(place.path('prefix'));
}, 120_000);
afterAll(() => place.remove());

/** Files under a folder of the repository, with forward slashes. */
function under(folder: string): string[] {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

describe('the package', () => {
  it('hands on the licence of what is in its bundle', () => {
    const licences = readFileSync(path.join(ROOT, 'dist', 'LICENSES.txt'), 'utf8');
    for (const name of ['yeoman-generator', 'yeoman-environment', 'ejs', 'inquirer', 'execa', 'listr2'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: \\S+\\n\\n[\\s\\S]{20}`, 'm'));
  });

  it('holds dist/, templates/ and four files, and nothing else', () => {
    const files = packed.files.map((file) => file.path);
    const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', ...under('dist'), ...under('templates')];
    expect(files.sort()).toEqual(expected.sort());
  });

  it('holds no source, no test and no source map', () => {
    for (const { path: file } of packed.files) expect(file).not.toMatch(/^(?:generators|test)\/|(?<!\.d)\.ts$|\.map$/);
    for (const file of under('dist'))
      expect(readFileSync(path.join(ROOT, file), 'utf8')).not.toContain('sourceMapping');
  });

  it('is small: it is fetched before the first question', () => {
    expect(packed.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(3_000_000);
  });

  it('needs no other package once it is installed', () => {
    expect(readdirSync(packages)).toEqual(['generator-ml-docker']);
    expect(readdirSync(path.join(packages, 'generator-ml-docker'))).not.toContain('node_modules');
  });

  it('names no dependency that has to be installed with it', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
  });

  it('works where it is installed, from any folder', async () => {
    const script = path.join(packages, 'generator-ml-docker', 'dist', 'cli.js');
    const work = place.path('work');
    mkdirSync(work);
    const outcome = await start([process.execPath, script, 'installed', ...ANSWERS], { cwd: work }).outcome;
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(await place.run('own/installed', ...ANSWERS)).toMatchObject({ code: 0 });
    expect(tree(path.join(work, 'installed'))).toEqual(tree(place.path('own', 'installed')));
  });

  it('puts a command on the PATH', async () => {
    const command = place.path('prefix', ...(process.platform === 'win32' ? ['ml-docker.cmd'] : ['bin', 'ml-docker']));
    const outcome = await start([command, '--version'], { shell: process.platform === 'win32' }).outcome;
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });
});
