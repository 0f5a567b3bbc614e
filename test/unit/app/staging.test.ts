import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compare, obstacles } from '../../../generators/app/compare.ts';
import { finishMove, writeProject } from '../../../generators/app/staging.ts';

const FILES = [
  { path: 'Dockerfile', contents: 'FROM scratch\n' },
  { path: 'src/demo/data.py', contents: Buffer.from('DATA = 1\n') },
];
/** No file system can hold both: it fails after the first, as a full disk would. */
const IMPOSSIBLE = [...FILES, { path: 'Dockerfile/x', contents: '' }];
/** A process number that no process has. */
const NOBODY = 4_194_305;

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
  folder = path.join(home, 'demo');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), text);
}

/** Every file under the test's folder: path -> text. */
function tree(): Record<string, string> {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(home, file), readFileSync(file, 'utf8')];
    }),
  );
}

const PROJECT = { 'demo/Dockerfile': 'FROM scratch\n', 'demo/src/demo/data.py': 'DATA = 1\n' };

describe('a new project', () => {
  it('is there whole, and nothing beside it', () => {
    expect(writeProject(folder, FILES)).toEqual([]);
    expect(tree()).toEqual(PROJECT);
    expect(readdirSync(home)).toEqual(['demo']);
  });

  it('gets the folders around it', () => {
    folder = path.join(home, 'a', 'b', 'demo');
    writeProject(folder, FILES);
    expect(existsSync(path.join(folder, 'Dockerfile'))).toBe(true);
  });

  it('leaves nothing at all when it can not be written, not even the folders around it', () => {
    folder = path.join(home, 'a', 'b', 'demo');
    expect(() => writeProject(folder, IMPOSSIBLE)).toThrow(/ENOTDIR|EEXIST/);
    expect(readdirSync(home)).toEqual([]);
  });

  it('leaves what another program meanwhile put into a folder around it', () => {
    const files = [{ path: 'Dockerfile', contents: '' }, ...IMPOSSIBLE];
    const other = {
      path: 'src/x',
      get contents() {
        write('around/precious', 'theirs'); // while this run writes
        return '';
      },
    };
    expect(() => writeProject(path.join(home, 'around', 'demo'), [other, ...files])).toThrow();
    expect(tree()).toEqual({ 'around/precious': 'theirs' });
  });

  it('takes away what a killed run left, and leaves what another run is writing', () => {
    write(`.demo.ml-docker-${NOBODY}/Dockerfile`, 'half');
    write(`.demo.ml-docker-${process.ppid}/Dockerfile`, 'at work');
    writeProject(folder, FILES);
    expect(tree()).toEqual({ ...PROJECT, [`.demo.ml-docker-${process.ppid}/Dockerfile`]: 'at work' });
  });
});

describe('a project in a folder that holds files', () => {
  it('leaves the others alone', () => {
    write('demo/notes.txt', 'mine');
    writeProject(folder, FILES);
    expect(tree()).toEqual({ ...PROJECT, 'demo/notes.txt': 'mine' });
    expect(readdirSync(folder)).not.toContain('.ml-docker');
  });

  it('keeps what it replaces', () => {
    write('demo/Dockerfile', 'mine');
    const [kept] = writeProject(folder, FILES);
    expect(kept?.path).toBe('Dockerfile');
    expect(readFileSync(path.join(folder, kept?.backup as string), 'utf8')).toBe('mine');
    expect(kept?.backup).toMatch(/^\.ml-docker\/backup\/[\dT.-]+\/Dockerfile$/);
    expect(tree()).toMatchObject(PROJECT);
  });

  it('keeps each of two versions that it replaces within a second', () => {
    write('demo/Dockerfile', 'first');
    writeProject(folder, FILES);
    const before = Date.now();
    while (Date.now() === before); // the backups are named by the millisecond
    writeProject(folder, [{ path: 'Dockerfile', contents: 'third' }]);
    expect(Object.values(tree()).sort()).toEqual(['DATA = 1\n', 'FROM scratch\n', 'first', 'third']);
  });

  it('keeps a folder and a dead link that stand in the place of a file', () => {
    write('demo/Dockerfile/inner', 'mine');
    mkdirSync(path.join(folder, 'src/demo'), { recursive: true });
    symlinkSync('nowhere', path.join(folder, 'src/demo/data.py'));
    const kept = writeProject(folder, FILES);
    const backups = Object.fromEntries(kept.map((one) => [one.path, path.join(folder, one.backup)]));
    expect(readFileSync(path.join(backups.Dockerfile as string, 'inner'), 'utf8')).toBe('mine');
    expect(readlinkSync(backups['src/demo/data.py'] as string)).toBe('nowhere');
    expect(tree()).toMatchObject(PROJECT);
  });

  it('leaves the folder as it was when it can not be written', () => {
    write('demo/Dockerfile', 'mine');
    expect(() => writeProject(folder, IMPOSSIBLE)).toThrow(/ENOTDIR|EEXIST/);
    expect(tree()).toEqual({ 'demo/Dockerfile': 'mine' });
    expect(readdirSync(folder)).toEqual(['Dockerfile']);
  });
});

describe('a project of which one file can not be moved into place', () => {
  it('leaves the folder as it was, with nothing in the backup', () => {
    write('demo/Dockerfile', 'mine');
    write('demo/src', 'a file');
    expect(() => writeProject(folder, [...FILES, { path: 'a/b.txt', contents: '' }])).toThrow(/ENOTDIR|EEXIST/);
    expect(tree()).toEqual({ 'demo/Dockerfile': 'mine', 'demo/src': 'a file' });
    expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'src']);
  });

  it('is still to be finished when an earlier run was killed', () => {
    write('demo/src', 'a file');
    write('demo/.ml-docker/ready/src/demo/data.py', 'DATA = 1\n');
    write('demo/.ml-docker/ready/a.txt', '');
    const before = tree();
    expect(() => finishMove(folder)).toThrow(/ENOTDIR|EEXIST/);
    expect(tree()).toEqual(before);
  });
});

describe('a run that was killed', () => {
  it('while it wrote leaves nothing that counts: the next run takes it away', () => {
    write(`demo/.ml-docker/staging-${NOBODY}/Dockerfile`, 'half');
    expect(finishMove(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    writeProject(folder, FILES);
    expect(tree()).toEqual(PROJECT);
  });

  it('while it moved files into place loses none of them to a next run that fails', () => {
    write('demo/.ml-docker/ready/Makefile', 'ready');
    expect(() => writeProject(folder, IMPOSSIBLE)).toThrow();
    expect(tree()).toEqual({ 'demo/Makefile': 'ready' });
  });

  it('while it moved files into place is finished by the next run', () => {
    write('demo/Dockerfile', 'FROM scratch\n'); // moved already
    write('demo/src/demo/data.py', 'mine');
    write('demo/.ml-docker/ready/src/demo/data.py', 'DATA = 1\n');
    const [kept] = finishMove(folder);
    expect(tree()).toEqual({ ...PROJECT, [`demo/${kept?.backup}`]: 'mine' });
    expect(finishMove(folder)).toEqual([]);
  });
});

describe('how a project stands to a folder', () => {
  it('is told file by file', () => {
    write('demo/Dockerfile', 'FROM scratch\n');
    write('demo/README.md', 'mine');
    write('demo/Makefile/x', '');
    symlinkSync('nowhere', path.join(folder, 'link'));
    const files = ['Dockerfile', 'README.md', 'Makefile', 'link', 'src/new.py'].map((file) => ({
      path: file,
      contents: 'FROM scratch\n',
    }));
    expect(Object.fromEntries(compare(folder, files))).toEqual({
      Dockerfile: 'identical',
      'README.md': 'differs',
      Makefile: 'differs',
      link: 'differs',
      'src/new.py': 'create',
    });
  });

  it('names files where a folder has to be, the outermost of each', () => {
    write('demo/src', 'a file');
    write('demo/docs/a', '');
    symlinkSync('docs', path.join(folder, 'linked'));
    symlinkSync('nowhere', path.join(folder, 'dead'));
    const paths = ['src/demo/data.py', 'src/x', 'docs/new', 'linked/new', 'dead/new', 'new/new', 'Dockerfile'];
    expect(obstacles(folder, paths)).toEqual(['src', 'dead']);
  });

  it('is read without touching anything', () => {
    write('demo/Dockerfile', 'mine');
    const before = statSync(path.join(folder, 'Dockerfile')).mtimeMs;
    compare(folder, FILES);
    expect(statSync(path.join(folder, 'Dockerfile')).mtimeMs).toBe(before);
    expect(tree()).toEqual({ 'demo/Dockerfile': 'mine' });
  });
});
