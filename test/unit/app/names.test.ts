import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_NAME, nameProblem, packageOf, suggestName } from '../../../generators/app/names.ts';

describe('a project name', () => {
  it.each(['demo', 'Demo', 'iris-2', 'my_model', 'ab', 'a1-b2_c3', 'a'.repeat(LONGEST_NAME)])('takes %j', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', 'has no name'],
    ['a', 'two or more'],
    ['-rf', 'letters and digits'],
    ['123abc', 'a letter first'],
    ['a--b', 'single - or _'],
    ['demo-', 'letters and digits'],
    ['démo', 'Try: demo'],
    ['my project', 'Try: my-project'],
    ['demo\n', 'letters and digits'],
    ['a'.repeat(LONGEST_NAME + 1), 'at most 50'],
    ['class', 'a word of the Python language'],
    ['Import', 'a word of the Python language'],
    ['json', "Python's own module"],
    ['CON', 'Windows keeps'],
    ['lpt1', 'Windows keeps'],
    ['numpy', 'the library NumPy'],
    ['sklearn', 'the library SciKit-learn'],
    ['scikit_learn', 'the library SciKit-learn'],
    ['fastapi', 'a library that the project needs'],
    ['Click', 'a library that the project needs'],
    ['python-dateutil', 'a library that the project needs'],
    ['tests', 'the project itself'],
  ])('refuses %j, because %s', (name, reason) => {
    expect(nameProblem(name)).toContain(reason);
  });

  it('shows a long one cut short', () => {
    expect(nameProblem('x'.repeat(10_000))?.length).toBeLessThan(250);
  });

  it('gives a Python package in lower case with underscores', () => {
    expect(packageOf('My-Project_2')).toBe('my_project_2');
  });
});

describe('the name that is suggested instead', () => {
  it.each([
    ['my project', 'my-project'],
    ['../x', 'ml-x'],
    ['Größe', 'gro-e'],
    ['class', 'ml-class'],
    ['日本', 'ml-demo'],
    ['123abc', 'ml-123abc'],
  ])('for %j is near to it', (typed, suggestion) => {
    expect([suggestion, suggestion.replace('ml-', '')]).toContain(suggestName(typed));
  });

  it('is itself valid, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
        expect(nameProblem(suggestName(typed))).toBeUndefined();
      }),
    );
  });

  it.each(['con', 'numpy', 'class', 'json', 'click', ''])('for the reserved %j is itself valid', (typed) => {
    expect(nameProblem(suggestName(typed))).toBeUndefined();
  });
});
