import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Asked, type Question, questions } from '../../../generators/app/questions.ts';

function question(name: keyof Asked, known: Asked = {}): Question {
  return questions(known, 'demo').find((one) => one.name === name) as Question;
}

function choices(name: keyof Asked, asked: Asked): Record<string, unknown>[] {
  return (question(name).choices?.(asked) ?? []) as unknown as Record<string, unknown>[];
}

describe('the questions', () => {
  it('come in the order in which one answer leads to the next', () => {
    expect(questions({}, 'demo').map(({ name }) => name)).toEqual([
      'name',
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
    expect(question('libraries').validate?.(['numpy'] as never)).toBe(true);
  });

  it('ask for the Python version only where the base leaves a choice', () => {
    expect(question('python').when?.({ base: 'python', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'ubuntu', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'alpine', libraries: ['numpy'] })).toBe(true);
    expect(question('python').when?.({ base: 'alpine', libraries: ['scikit-learn'] })).toBe(false);
  });

  it('offer the newest Python first', () => {
    expect(choices('python', { base: 'python', libraries: [] })[0]).toEqual({ name: '3.14', value: '3.14' });
  });

  it('ask about a GPU only where a chosen library can use one', () => {
    expect(question('gpu').when?.({ base: 'python', libraries: ['torch'] })).toBe(true);
    expect(question('gpu').when?.({ base: 'python', libraries: ['numpy'] })).toBe(false);
    expect(question('gpu', { libraries: ['xgboost>=3'] }).when?.({ base: 'ubuntu' })).toBe(true);
  });
});
