import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Asked } from '../../../generators/app/asked.ts';
import { type Question, questions } from '../../../generators/app/questions.ts';
import { PRESETS, type PresetId } from '../../../generators/catalog/presets.ts';

function question(name: keyof Asked, known: Asked = {}): Question {
  return questions(known, 'demo').find((one) => one.name === name) as Question;
}

function choices(name: keyof Asked, asked: Asked): Record<string, unknown>[] {
  return (question(name).choices?.(asked) ?? []) as unknown as Record<string, unknown>[];
}

/** What a question proposes where nothing was asked before it: it is looked for when it is asked, not at the start. */
function proposed(name: keyof Asked, known: Asked = {}): unknown {
  return (question(name, known).default as (asked: Asked) => unknown)({});
}

describe('the questions', () => {
  it('come in the order in which one answer leads to the next', () => {
    expect(questions({}, 'demo').map(({ name }) => name)).toEqual([
      'name',
      'preset',
      'base',
      'libraries',
      'python',
      'apps',
      'gpu',
      'delivery',
    ]);
  });

  it('leave out what is known', () => {
    expect(questions({ name: 'x', gpu: false }, 'demo').map(({ name }) => name)).not.toContain('name');
    expect(question('gpu', { gpu: false })).toBeUndefined();
  });

  it('propose the name, and refuse a wrong one while it is typed', () => {
    expect(question('name').default).toBe('demo');
    expect(question('name').validate?.('class' as never)).toContain('a word of the Python language');
    expect(question('name').validate?.('demo' as never)).toBe(true);
  });

  it("offer a preset for each field with what is in it, and last a list of one's own", () => {
    const offered = choices('preset', {});
    expect(offered.map(({ value }) => value)).toEqual([...PRESETS.map(({ id }) => id), 'own']);
    expect(proposed('preset')).toBe('classic');
    expect(offered[0]).toMatchObject({ short: 'classic models', description: 'NumPy, Pandas, SciKit-learn' });
    for (const { name } of offered) expect(name).toMatch(/^\S.{1,17} {2,}\S.{9,60}$/);
  });

  it('grey out a preset that the base can not have, with the reason, and show what the others have there', () => {
    const offered = choices('preset', { base: 'alpine' });
    const of = (preset: string) => offered.find(({ value }) => value === preset);
    expect(of('pytorch')?.disabled).toMatch(/^alpine lacks PyTorch \(it has\s+no\s+musllinux\s+wheel\)$/);
    expect(of('big-tables')).toMatchObject({ disabled: false, description: expect.not.stringMatching(/DuckDB/) });
  });

  it('ask for libraries only where no preset was chosen, and for a preset only where no library is known', () => {
    expect(question('libraries').when?.({ preset: 'pytorch' })).toBe(false);
    expect(question('libraries').when?.({ preset: 'own' })).toBe(true);
    expect(question('libraries', { preset: 'classic' }).when?.({})).toBe(false);
    expect(question('preset', { libraries: ['numpy'] })).toBeUndefined();
  });

  it('say what the preset loses on each base image, and grey out the one that can not have it', () => {
    const names = (preset: PresetId) => choices('base', { preset }).map(({ name }) => `${name}`.replace(/\s+/g, ' '));
    expect(names('big-tables').at(-1)).toMatch(/\(musl\)\. Without DuckDB and LightGBM$/);
    expect(names('big-tables')[0]).not.toContain('Without');
    const alpine = choices('base', { preset: 'boosting' }).at(-1);
    expect(`${alpine?.disabled}`.replace(/\s+/g, ' ')).toBe(
      'lacks XGBoost, LightGBM and CatBoost (each has no musllinux wheel)',
    );
  });

  it('follow from the libraries of a preset as from those that are ticked', () => {
    expect(question('gpu').when?.({ base: 'python', preset: 'pytorch' })).toBe(true);
    expect(question('gpu').when?.({ base: 'python', preset: 'classic' })).toBe(false);
    expect(question('python').when?.({ base: 'alpine', preset: 'classic' })).toBe(false); // Alpine's own 3.12
  });

  it('say in a few words what each base image is good for', () => {
    const names = choices('base', {}).map(({ name }) => name);
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^(python|ubuntu|alpine) {2,}\S.{20,90}$/);
  });

  it('offer the libraries in groups, with NumPy, Pandas and SciKit-learn ticked', () => {
    const offered = choices('libraries', { base: 'python' });
    const headings = offered.filter(({ type }) => type === 'separator').map(({ separator }) => `${separator}`);
    expect(headings.map(stripVTControlCharacters)).toContain('plots'); // they are bold in a terminal
    expect(offered.filter(({ checked }) => checked).map(({ value }) => value)).toEqual([
      'numpy',
      'pandas',
      'scikit-learn',
    ]);
    expect(offered.filter(({ disabled }) => disabled)).toEqual([]);
  });

  it('grey out what the base can not run, with the reason', () => {
    const greyed = choices('libraries', { base: 'alpine' }).filter(({ disabled }) => disabled);
    expect(greyed.find(({ value }) => value === 'torch')?.disabled).toBe('has no musllinux wheel');
    expect(greyed.map(({ value }) => value)).not.toContain('scikit-learn');
  });

  it('want at least one library', () => {
    expect(question('libraries').validate?.([] as never)).toContain('at least one');
    expect(question('libraries').validate?.([{ value: 'numpy' }] as never)).toBe(true);
  });

  it('ask for the Python version only where the base leaves a choice', () => {
    expect(question('python').when?.({ base: 'python', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'ubuntu', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'alpine', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'alpine', libraries: ['scikit-learn'] })).toBe(false);
  });

  it('offer the newest Python first', () => {
    const offered = choices('python', { base: 'python', libraries: [] });
    expect(offered.map(({ value }) => value)).toEqual(['3.14', '3.13', '3.12', '3.11']);
  });

  it('offer nothing that has no use for the GPU that was asked for', () => {
    const greyed = (asked: Asked) => choices('preset', asked).flatMap(({ value, disabled }) => (disabled ? value : []));
    expect(greyed({ gpu: true })).toEqual(['classic', 'time-series', 'big-tables']);
    expect(greyed({})).toEqual([]);
    expect(proposed('preset', { gpu: true })).toBe('boosting');
    const { validate } = question('libraries', { gpu: true });
    expect(validate?.([{ value: 'torch' }, { value: 'numpy' }] as never, { base: 'python' })).toBe(true);
    expect(validate?.([{ value: 'numpy' }] as never, { base: 'python' })).toMatch(
      /^--gpu: none of these libraries is built for a GPU\. Add one of xgboost, torch,/,
    );
    expect(question('libraries').validate?.([{ value: 'numpy' }] as never, { base: 'python' })).toBe(true);
  });

  it('say which image brings a Python version: for ubuntu that is another release', () => {
    const names = choices('python', { base: 'ubuntu', libraries: ['numpy'] }).map(({ name }) => name);
    expect(names).toEqual(['3.14  ubuntu:26.04', '3.12  ubuntu:24.04']);
  });

  it('ask about a GPU only where a chosen library can use one', () => {
    expect(question('gpu').when?.({ base: 'python', libraries: ['torch'] })).toBe(true);
    expect(question('gpu').when?.({ base: 'python', libraries: ['numpy'] })).toBe(false);
    expect(question('gpu', { libraries: ['xgboost>=3'] }).when?.({ base: 'ubuntu' })).toBe(true);
  });
});
