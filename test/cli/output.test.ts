import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANSWERS, BIN, type Outcome, Place, run, start, tree } from './command.ts';

const VERSION: string = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
).version;

let place: Place;
beforeAll(() => {
  place = new Place();
});
afterAll(() => place.remove());

function widest({ stdout }: Outcome): number {
  return Math.max(...stdout.split('\n').map((line) => line.length));
}

describe('the command', () => {
  it.each([['--help'], ['-h'], ['demo', '--help'], ['demo', '--base', 'x', '--help']])(
    'explains itself on %s %s %s in 80 columns, and does nothing else',
    async (...args) => {
      const outcome = await place.run(...args.filter((arg) => arg !== undefined));
      expect(outcome).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Usage: ml-docker') });
      expect(widest(outcome)).toBeLessThan(80);
      expect(tree(place.folder)).toEqual({});
    },
  );

  it('tells its version', async () => {
    expect(await place.run('--version')).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it('ends with what was made, what comes next, and the line that repeats the answers', async () => {
    const { code, stdout, stderr } = await place.run('demo', ...ANSWERS, '--yes');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Created demo: \d+ files\n\n {2}Dockerfile /);
    expect(stdout).toContain('  cd demo\n  docker build --target lock --output . .');
    expect(stdout).toMatch(/ml-docker demo --base python --python 3\.13 --libraries numpy,pandas --apps api\n$/);
  });

  it("names a company's certificates in the line that locks, as the build needs them", async () => {
    const ca = place.path('company.pem');
    writeFileSync(ca, 'a certificate');
    const { stdout } = await place.runWith({ SSL_CERT_FILE: ca }, 'company', ...ANSWERS);
    expect(stdout).toContain(`docker build --secret id=ca,src=${ca} --target lock --output . .`);
  });

  it('makes the same again from the line that it ends with', async () => {
    const first = tree(place.path('demo'));
    const { stdout } = await place.run('demo', ...ANSWERS);
    expect(stdout).toMatch(/^demo: nothing to change\. All \d+ files are as these answers make them\.\n/);
    const line = stdout.trimEnd().split('\n').at(-1)?.trim().split(' ').slice(1) as string[];
    expect(await place.run(...line)).toMatchObject({ code: 0, stderr: '' });
    expect(tree(place.path('demo'))).toEqual(first);
  });

  it('builds a project as a person has edited it', async () => {
    await place.run('edited', ...ANSWERS);
    writeFileSync(place.path('edited', 'Makefile'), '# mine');
    const { code, stdout } = await place.runWith(
      { DOCKER_HOST: 'unix:///nowhere' },
      'edited',
      '--build',
      '--yes',
      '--engine',
      'docker',
    );
    expect(stdout).toContain('edited: nothing to change.\nLeft as you edited it: Makefile');
    expect(code).toBe(3); // no engine answers there: the project itself is complete
    expect(readFileSync(place.path('edited', 'Makefile'), 'utf8')).toBe('# mine');
  });

  it('shows with --dry-run what it would do, and does nothing', async () => {
    const { code, stdout } = await place.run('dry', ...ANSWERS, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Would write to dry .*Nothing was written\.\n( {2}\+ \S+\n)+$/);
    expect(Object.keys(tree(place.folder)).filter((file) => file.startsWith('dry'))).toEqual([]);
  });

  it.each([
    ['where it writes', ['plain', ...ANSWERS]],
    ['where it shows', ['plain', ...ANSWERS, '--dry-run']],
    ['where it refuses', ['plain', '--base', 'x', '--yes']],
    ['where it explains', ['--help']],
  ])('sends no escape code into a pipe, %s', async (_, args) => {
    const { stdout, stderr } = await place.run(...args);
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('shows the stack of an error only on --debug', async () => {
    const wrong = ['demo', '--base', 'x', '--yes'];
    expect((await place.run(...wrong)).stderr).not.toMatch(/^ +at /m);
    expect((await place.run(...wrong, '--debug')).stderr).toMatch(/^ +at /m);
  });

  it('does not mind a reader that leaves early', async () => {
    const { child, outcome } = start([...BIN, 'early', ...ANSWERS], { cwd: place.folder });
    child.stdout?.destroy();
    const { code, signal, stderr } = await outcome;
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(Object.keys(tree(place.path('early')))).toContain('Dockerfile');
  });

  it('works from another folder, and in one whose name has spaces and accents', async () => {
    const odd = new Place();
    const folder = odd.path('Mein schöner Ordner', 'demo');
    expect(await run([folder, ...ANSWERS], { cwd: '/' })).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(folder))).toContain('Dockerfile');
    odd.remove();
  });
});
