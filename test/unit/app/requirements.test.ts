import { describe, expect, it } from '@jest/globals';
import { canonical, format, notBelow, parseRequirements, reaches } from '../../../generators/app/requirements.ts';

function read(text: string): string[] {
  const { requirements, problems } = parseRequirements(text);
  expect(problems).toEqual([]);
  return requirements.map(format);
}

function problems(text: string): string[] {
  return parseRequirements(text).problems;
}

describe('a list of libraries', () => {
  it.each([
    ['numpy', ['numpy']],
    ['numpy,pandas', ['numpy', 'pandas']],
    [' numpy , pandas ', ['numpy', 'pandas']],
    ['pandas>=3,<4,numpy', ['pandas>=3,<4', 'numpy']],
    ['pandas >= 3, < 4 , numpy', ['pandas>=3,<4', 'numpy']],
    ['numpy==2.*', ['numpy==2.*']],
    ['numpy~=2.1', ['numpy~=2.1']],
    ['numpy!=2.1.0,>=2', ['numpy!=2.1.0,>=2']],
    ['numpy==1!2.0.post1', ['numpy==1!2.0.post1']],
    ['uvicorn[standard]>=0.30,plotly', ['uvicorn[standard]>=0.30', 'plotly']],
    ['dask[array,dataframe]', ['dask[array,dataframe]']],
    ['numpy,', ['numpy']],
    ['', []],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('knows one spelling of a name', () => {
    expect(read('Scikit_Learn,ruamel.yaml')).toEqual(['scikit-learn', 'ruamel-yaml']);
    expect(canonical('A__b.-C')).toBe('a-b-c');
  });
});

describe('a wrong library', () => {
  it.each([
    ['numpy>=', 'no version specifier'],
    ['numpy=>2', 'no version specifier'],
    ['numpy=2', 'no version specifier'],
    ['numpy>=two', 'no version specifier'],
    ['numpy>=2.*', 'no version specifier'],
    ['numpy~=2', 'no version specifier'],
    ['numpy>=1.0+local', 'no version specifier'],
    ['numpy==1.0.dev0.*', 'no version specifier'],
    ['numpy 2', 'no version specifier'],
    ['numpy>=2;rm -rf /', 'no version specifier'],
    ['numpy>=2"', 'no version specifier'],
    ['>=2', "does not begin with a library's name"],
    ['$(touch x)', "does not begin with a library's name"],
    ['../x', "does not begin with a library's name"],
    ['numpy @ https://example.com/x.whl', 'an address or a marker'],
    ["numpy; python_version<'3'", 'an address or a marker'],
    ['dask[array', 'no version specifier'],
    ['dask[a b]', 'an extra in [ ] is a plain name'],
    [`x${'y'.repeat(200)}`, 'too long'],
  ])('%j is refused: %s', (text, reason) => {
    expect(problems(text)).toEqual([expect.stringContaining(reason)]);
  });

  it('is named beside every other one', () => {
    expect(problems('numpy>=x,pandas,scipy==y')).toHaveLength(2);
  });

  it('is shown cut short, and on one line', () => {
    const [problem] = problems(`numpy>=${'9\n'.repeat(500)}x`);
    expect(problem?.length).toBeLessThan(400);
    expect(problem).not.toContain('\n');
  });
});

describe('a specifier and the oldest release that the project works with', () => {
  it.each([
    ['', '2.0', true],
    ['>=3,<4', '2.2', true],
    ['<3', '2.2', true],
    ['<2.2', '2.2', false],
    ['==1.*', '2.0', false],
    ['==2.*', '2.2', true],
    ['==2.1', '2.2', false],
    ['>2.2', '2.2', true],
    ['!=2.2', '2.2', true],
    ['~=2.2', '2.2', true],
    ['~=1.4', '2.2', false],
  ])('%j leaves a version that is at least %s: %s', (specifier, floor, expected) => {
    expect(reaches(specifier, floor)).toBe(expected);
  });
});

describe('a floor', () => {
  it.each([
    ['', '>=1.20'],
    ['<3', '>=1.20,<3'],
    ['>=0.1', '>=1.20,>=0.1'],
    ['==1.*', '>=1.20,==1.*'],
    ['>1', '>=1.20,>1'],
    ['>=1.20', '>=1.20'],
    ['>=2,<4', '>=2,<4'],
    ['==1.30.1', '==1.30.1'],
    ['~=1.25', '~=1.25'],
  ])('of 1.20 makes %j %j: no older release comes in', (specifier, expected) => {
    expect(notBelow('1.20', specifier)).toBe(expected);
  });
});
