import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listing } from '../../generators/list/listing.ts';
import { ANSWERS, BIN, Place, run, start, tree } from './command.ts';
import { Terminal } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const FACTS = listing(version);

/** The part of a coverage report that names the files. */
interface Coverage {
  result: { url: string }[];
}

let place: Place;
beforeAll(() => {
  place = new Place();
});
afterAll(() => {
  expect(tree(place.folder)).toEqual({}); // it writes nothing
  place.remove();
});

/** What it shows in a terminal of so many columns. */
async function shown(columns: number, env: Record<string, string> = {}): Promise<Terminal> {
  const terminal = new Terminal(['list'], { cwd: place.folder, columns, env });
  expect(await terminal.ended()).toBe(0);
  return terminal;
}

describe('ml-docker list', () => {
  it('names every base, preset and library, and each reason why one does not run', async () => {
    const { code, stdout, stderr } = await place.run('list');
    expect([code, stderr]).toEqual([0, '']);
    for (const { id } of [...FACTS.bases, ...FACTS.presets, ...FACTS.libraries])
      expect(stdout).toMatch(new RegExp(`^ {2}${id}\\b`, 'm'));
    const text = stdout.replace(/\s+/g, ' ');
    const reasons = FACTS.libraries.flatMap(({ bases }) => Object.values(bases).flatMap(({ reason }) => reason ?? []));
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(text).toContain(reason);
  });

  it.each([80, 60, 40])('fits a terminal of %d columns in every line, headings bold', async (columns) => {
    const { text, raw } = await shown(columns);
    const lines = text.split('\n');
    expect(lines.length).toBeGreaterThan(FACTS.libraries.length);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(raw).toContain('\u001b[1marrays and tables');
  });

  it('shows what each library is for where the screen is wide', async () => {
    const { text } = await shown(200);
    for (const { purpose } of FACTS.libraries) expect(text).toContain(purpose);
  });

  it('sends no escape code into a pipe, nor where NO_COLOR asks for none, and keeps to 80 columns there', async () => {
    const { stdout } = await place.run('list');
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await shown(80, { NO_COLOR: '1' })).raw).not.toContain('\u001b[1m');
  });

  it('prints with --json one document that is the facts, and nothing else', async () => {
    const { code, stdout, stderr } = await place.run('list', '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(FACTS);
  });

  it.each([[['list']], [['list', '--json']]])('does not mind that the reader of %j leaves early', async (args) => {
    const { child, outcome } = start([...BIN, ...args], { cwd: place.folder });
    child.stdout?.destroy();
    expect(await outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it.each([[['list', '--help']], [['help', 'list']], [['-h', 'list', 'x']]])('is explained on %j', async (args) => {
    const { code, stdout, stderr } = await place.run(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: ml-docker list [options]\n');
    expect(stdout).toMatch(/^ +--json +one JSON document/m);
    expect(stdout).not.toContain('--base ');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(80);
  });

  it('is named by the help of the whole', async () => {
    expect((await place.run('--help')).stdout).toMatch(/^ {2}list +shows /m);
  });

  it.each([
    ['an option of another verb', ['list', '--base', 'alpine'], '--base is an option of ml-docker new'],
    ['a misspelt option', ['list', '--jsn'], 'There is no option --jsn. Did you mean --json?'],
    ['a word too much', ['list', 'alpine'], 'takes no name, and was given "alpine"'],
    ['a word too much that is a control character', ['list', '\u001b[31m'], 'was given "\\u001b[31m"'],
    ['a value where none belongs', ['list', '--json=yes'], '--json takes no value'],
  ])('refuses %s in one line', async (_, args, says) => {
    const { code, stdout, stderr } = await place.run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ml-docker: [^\0-\x1f\x7f]+\n$/);
    expect(stderr).toContain(says);
  });

  it('says on stderr that its data has grown old, so that what is piped on stays one document', async () => {
    const env = { ...process.env, ML_DOCKER_TODAY: '2099-01-01' };
    const { code, stdout, stderr } = await run(['list', '--json'], { cwd: place.folder, env });
    expect([code, JSON.parse(stdout)]).toEqual([0, FACTS]);
    expect(stderr).toMatch(/^What is offered was checked \d+ days ago/);
  });

  it('loads neither Yeoman nor the prompts', async () => {
    const coverage = new Place(); // Node.js notes there which files it ran
    const env = { ...process.env, NODE_V8_COVERAGE: coverage.folder };
    expect(await run(['list'], { cwd: place.folder, env })).toMatchObject({ code: 0 });
    const [report] = readdirSync(coverage.folder);
    const { result } = JSON.parse(readFileSync(coverage.path(report as string), 'utf8')) as Coverage;
    coverage.remove();
    const files = result.filter(({ url }) => url.startsWith('file:')).map(({ url }) => fileURLToPath(url));
    expect(files).toContain(BIN[1]);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(100_000); // the prompts alone are more
  });
});

describe('a project called list', () => {
  it('is made by "new list", and repeats itself', async () => {
    const other = new Place();
    const { code, stdout } = await other.run('new', 'list', ...ANSWERS);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\n {2}ml-docker new list --base python .*\n$/)]);
    other.remove();
  });

  it('is not what a misspelt verb makes: the word is a folder, as every other', async () => {
    const other = new Place();
    const { code, stdout } = await other.run('lsit', ...ANSWERS, '--dry-run');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Would write to lsit ')]);
    other.remove();
  });
});
