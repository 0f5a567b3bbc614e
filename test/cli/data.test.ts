import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWERS, BIN, Place, run, start } from './command.ts';

/* The generator with data that has grown old, or is broken: real processes. */

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const OLD = { ...process.env, ML_DOCKER_TODAY: '2099-01-01' };

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

/** A copy of the generator, its data file replaced by this text or taken away; gives back how to start it. */
function copyWith(text: string | undefined): readonly string[] {
  const copy = place.path('copy');
  cpSync(path.join(ROOT, 'dist'), path.join(copy, 'dist'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(copy, 'package.json'));
  symlinkSync(path.join(ROOT, 'templates'), path.join(copy, 'templates'));
  const file = path.join(copy, 'dist', 'wheels.json');
  if (text === undefined) rmSync(file);
  else writeFileSync(file, text);
  return [BIN[0], path.join(copy, 'dist', 'cli.js')];
}

describe('old data', () => {
  it('is said in one line on stderr, and the project is made', async () => {
    const { code, stdout, stderr } = await run(['demo', ...ANSWERS], { cwd: place.folder, env: OLD });
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(stderr).toMatch(/was checked \d+ days ago, on \d{4}-\d\d-\d\d/);
    expect(stdout).not.toContain('days ago');
  });

  it('is not said in the help', async () => {
    expect(await run(['--help'], { env: OLD })).toMatchObject({ code: 0, stderr: '' });
  });

  it('is not said while it is not old', async () => {
    expect(await place.run('demo', ...ANSWERS)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('broken data', () => {
  it.each([
    ['cut off', readFileSync(path.join(ROOT, 'dist', 'wheels.json'), 'utf8').slice(0, 500)],
    ['empty', ''],
    ['something else', '{"date": "2026-01-01"}'],
    ['not there', undefined],
  ])('(%s) is one line that names the command, and nothing is written', async (_, text) => {
    const outcome = await start([...copyWith(text), 'demo', ...ANSWERS], { cwd: place.folder }).outcome;
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/^ml-docker: [^\n]*wheels\.json[^\n]*npm run catalog[^\n]*\n$/);
    expect(() => readFileSync(place.path('demo', 'Dockerfile'))).toThrow('ENOENT');
  });

  it('is one line on the list, too, and no half of a document is printed', async () => {
    const outcome = await start([...copyWith('{"date": "2026-01-01"}'), 'list', '--json']).outcome;
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/^ml-docker: [^\n]*wheels\.json[^\n]*npm run catalog[^\n]*\n$/);
  });

  it('is not read for the help or the version', async () => {
    const bin = copyWith(undefined);
    expect(await start([...bin, '--help']).outcome).toMatchObject({ code: 0, stderr: '' });
    expect(await start([...bin, '--version']).outcome).toMatchObject({ code: 0, stderr: '' });
  });
});
