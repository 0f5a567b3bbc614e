import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWERS, BIN, type Outcome, Place, start, tree } from './command.ts';
import { itMounts, onMount } from './mounts.ts';
import { describeUnprivileged, handOver, UNPRIVILEGED } from './unprivileged.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

/** A line on stderr and nothing else. */
function oneLine(stderr: string, says: RegExp): void {
  expect(stderr).toMatch(/^ml-docker: [^\n]{15,400}\n$/);
  expect(stderr).toMatch(says);
}

describe('a folder', () => {
  it.each(['demo', 'demo/inner'])('that is a file, or lies in one, is refused: %s', async (folder) => {
    writeFileSync(place.path('demo'), 'mine');
    const { code, stdout, stderr } = await place.run(folder, ...ANSWERS);
    expect([code, stdout]).toEqual([2, '']);
    oneLine(stderr, /file/);
    expect(readFileSync(place.path('demo'), 'utf8')).toBe('mine');
  });

  it('that is a dead link is refused', async () => {
    symlinkSync('nowhere', place.path('demo'));
    const { code, stderr } = await place.run('demo', ...ANSWERS);
    expect(code).not.toBe(0);
    oneLine(stderr, /demo/);
    expect(readdirSync(place.folder)).toEqual(['demo']);
  });

  it('with files of its own keeps them, and gets the project beside them', async () => {
    mkdirSync(place.path('demo', 'notes'), { recursive: true });
    writeFileSync(place.path('demo', 'notes', 'mine.txt'), 'mine');
    const before = tree(place.path('demo'));
    expect(await place.run('demo', ...ANSWERS)).toMatchObject({ code: 0, stderr: '' });
    expect(tree(place.path('demo'))).toMatchObject(before);
    expect(Object.keys(tree(place.path('demo')))).toEqual(expect.arrayContaining(['Dockerfile', '.yo-rc.json']));
  });

  it('with a project for a GPU keeps the file that nothing uses without one, and says that it may go', async () => {
    const torch = ['demo', '--base', 'python', '--libraries', 'torch', '--python', '3.13'];
    await place.run(...torch, '--gpu');
    const says = /^No longer used, may be deleted: compose\.gpu\.yaml$/m;
    expect((await place.run('demo', '--no-gpu', '--yes', '--dry-run')).stdout).toMatch(says);
    const { code, stdout } = await place.run('demo', '--no-gpu', '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(says);
    expect(Object.keys(tree(place.path('demo')))).toContain('compose.gpu.yaml');
    expect((await place.run('demo', '--yes')).stdout).not.toMatch(says); // once is enough
  });

  it('with files that differ is left as it is, and each of them is named', async () => {
    mkdirSync(place.path('demo'));
    writeFileSync(place.path('demo', 'Dockerfile'), 'FROM mine\n');
    writeFileSync(place.path('demo', 'README.md'), 'mine\n');
    const before = tree(place.folder);
    const { code, stdout, stderr } = await place.run('demo', ...ANSWERS);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /differ.*\n {2}Dockerfile\n {2}README\.md\nml-docker: Nothing was written\..*--force.*--dry-run\n$/,
    );
    expect(tree(place.folder)).toEqual(before);
  });

  it('with files that differ gets the project with --force, and keeps the old ones', async () => {
    mkdirSync(place.path('demo'));
    writeFileSync(place.path('demo', 'Dockerfile'), 'FROM mine\n');
    const { code, stdout } = await place.run('demo', ...ANSWERS, '--force');
    expect(code).toBe(0);
    const backup = /Kept what was there, in (\S+):\n {2}Dockerfile\n/.exec(stdout)?.[1];
    expect(readFileSync(place.path('demo', `${backup}Dockerfile`), 'utf8')).toBe('FROM mine\n');
    expect(readFileSync(place.path('demo', 'Dockerfile'), 'utf8')).not.toBe('FROM mine\n');
  });

  it.each(['{"generator-ml-docker": {', '[]', '{"generator-ml-docker": 7}', ''])(
    'whose .yo-rc.json is %j is refused, and the file is named',
    async (content) => {
      mkdirSync(place.path('demo'));
      writeFileSync(place.path('demo', '.yo-rc.json'), content);
      const { code, stderr } = await place.run('demo', ...ANSWERS);
      expect(code).toBe(2);
      oneLine(stderr, /\.yo-rc\.json can't be read/);
      expect(readFileSync(place.path('demo', '.yo-rc.json'), 'utf8')).toBe(content);
    },
  );

  it('whose .yo-rc.json holds wrong answers is refused with what is wrong', async () => {
    mkdirSync(place.path('demo'));
    writeFileSync(place.path('demo', '.yo-rc.json'), '{"generator-ml-docker": {"base": "debian", "libraries": "x"}}');
    const { code, stderr } = await place.run('demo', '--yes');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/"debian".*\n.*"x"/)]);
    expect(readdirSync(place.path('demo'))).toEqual(['.yo-rc.json']);
  });

  it('in which one stands and which is gone is refused', async () => {
    const words = ['sh', '-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', 'sh', ...BIN, 'demo', ...ANSWERS];
    const { code, stderr } = await start(words, { cwd: place.folder }).outcome;
    expect(code).toBe(2);
    oneLine(stderr, /The folder you are in is gone/);
  });

  it('that is this one keeps its own name', async () => {
    mkdirSync(place.path('demo'));
    expect((await start([...BIN, '.', ...ANSWERS], { cwd: place.path('demo') }).outcome).stdout).toMatch(
      /^Created this folder: \d+ files/,
    );
    expect(readdirSync(place.folder)).toEqual(['demo']);
    expect(readdirSync(place.path('demo', 'src'))).toEqual(['demo']);
  });
});

describeUnprivileged('a folder in which one may not write', BIN[1], () => {
  /** Runs the own bin without rights, in the test's folder. */
  function attempt(...args: string[]): Promise<Outcome> {
    return start([...UNPRIVILEGED, ...BIN, ...args], { cwd: place.folder }).outcome;
  }

  it('is named, and gets nothing', async () => {
    mkdirSync(place.path('shut'));
    chmodSync(place.folder, 0o755);
    chmodSync(place.path('shut'), 0o555);
    const { code, stdout, stderr } = await attempt('shut/demo', ...ANSWERS);
    expect([code, stdout, readdirSync(place.path('shut'))]).toEqual([1, '', []]);
    oneLine(stderr, /You may not write in \S+shut\. Take another folder/);
  });

  it('is named where it lies in the project, which gets nothing either', async () => {
    mkdirSync(place.path('demo', 'src'), { recursive: true });
    writeFileSync(place.path('demo', 'README.md'), 'mine');
    for (const folder of ['demo', 'demo/README.md']) handOver(place.path(folder));
    chmodSync(place.folder, 0o755);
    chmodSync(place.path('demo', 'src'), 0o555);
    const { code, stdout, stderr } = await attempt('demo', ...ANSWERS, '--force');
    expect([code, stdout]).toEqual([1, '']);
    oneLine(stderr, /You may not write in \S+demo\/src\. Take another folder/);
    expect(Object.keys(tree(place.path('demo'))).sort()).toEqual(['README.md', 'src/']);
    expect(readFileSync(place.path('demo', 'README.md'), 'utf8')).toBe('mine');
  });

  it('nor read is named', async () => {
    mkdirSync(place.path('demo'));
    chmodSync(place.folder, 0o755);
    chmodSync(place.path('demo'), 0o000);
    const { code, stderr } = await attempt('demo', ...ANSWERS);
    chmodSync(place.path('demo'), 0o755); // so that it can be removed
    expect(code).toBe(2);
    oneLine(stderr, /demo.* can't be read \(EACCES\)/);
  });
});

/** Lists everything that is on a disk. */
const LIST = 'find . -mindepth 1';

describe('a disk', () => {
  itMounts('that is read-only is named, and nothing is written', async () => {
    const words = onMount('ro', place.folder, [...BIN, 'demo', ...ANSWERS], LIST);
    const { code, stdout, stderr } = await start(words).outcome;
    expect([code, stdout]).toEqual([1, '']);
    oneLine(stderr, /demo lies on a read-only file system/);
  });

  for (const [what, typed, cwd] of [
    ['a new folder', 'demo', '.'],
    ['a new folder in new ones', 'a/b/demo', '.'],
    ['an empty folder', '.', 'empty'],
  ]) {
    itMounts(`that is full leaves nothing behind, and says so: ${what}`, async () => {
      const words = ['sh', '-c', `mkdir empty && cd ${cwd} && exec "$@"`, 'sh', ...BIN, `${typed}`, ...ANSWERS];
      const { code, stdout, stderr } = await start(onMount('size=64k', place.folder, words, LIST)).outcome;
      expect([code, stdout]).toEqual([1, './empty\n']);
      oneLine(stderr, /The disk is full: nothing was written/);
    });
  }

  itMounts('that is full keeps the files that --force would replace', async () => {
    const inside = 'mkdir demo && cd demo && echo mine > Dockerfile && cd .. && exec "$@"';
    const words = ['sh', '-c', inside, 'sh', ...BIN, 'demo', ...ANSWERS, '--force'];
    const after = `${LIST} && cat demo/Dockerfile`;
    const { code, stdout } = await start(onMount('size=64k', place.folder, words, after)).outcome;
    expect([code, stdout]).toEqual([1, './demo\n./demo/Dockerfile\nmine\n']);
  });
});
