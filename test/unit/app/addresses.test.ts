import { describe, expect, it } from '@jest/globals';
import { parseAddresses, readdressed } from '../../../generators/app/addresses.ts';
import { checkAnswers } from '../../../generators/app/answers.ts';

function problems(index: unknown): string[] {
  return checkAnswers({ index }).problems;
}

describe('another address for a package index', () => {
  it.each([
    ['pytorch-cpu=https://mirror.example.com/whl/cpu/', 'https://mirror.example.com/whl/cpu'],
    [' pytorch-cpu = HTTP://Mirror.example.com:8080 ', 'http://mirror.example.com:8080'],
    ['pytorch-cpu=http://[::1]:8080/simple', 'http://[::1]:8080/simple'],
    ['pytorch-cpu=https://mirror.example.com/a b/größe', 'https://mirror.example.com/a%20b/gr%C3%B6%C3%9Fe'],
  ])('%s is %s', (text, url) => {
    expect(checkAnswers({ index: text })).toMatchObject({ answers: { index: [`pytorch-cpu=${url}`] }, problems: [] });
    // What is stored is read again as the same.
    expect(parseAddresses(`pytorch-cpu=${url}`).addresses).toEqual([{ name: 'pytorch-cpu', url }]);
  });

  it('of an index that the catalogue does not have is refused, with the nearest one', () => {
    expect(problems('pytorch-cup=https://mirror.example.com')).toEqual([
      '--index "pytorch-cup" is no index of the catalogue. Did you mean pytorch-cpu? Choose from: pytorch-cpu',
    ]);
  });

  it.each([
    ['pytorch-cpu', '"pytorch-cpu" has no address'],
    ['https://mirror.example.com', 'has no address'],
    ['pytorch-cpu=', 'is no address of the web'],
    ['pytorch-cpu=mirror.example.com/cpu', 'is no address of the web'],
    ['pytorch-cpu=file:///srv/wheels', 'is no address of the web'],
    ['pytorch-cpu=ftp://mirror.example.com', 'is no address of the web'],
    ["pytorch-cpu=https://mirror.example.com/'''", 'has signs that no address of an index needs'],
    ['pytorch-cpu=https://mirror.example.com/#\\"', 'has signs that no address of an index needs'],
    ['pytorch-cpu=https://mirror.example.com/$(touch x)', 'has signs that no address of an index needs'],
    ['pytorch-cpu=https://a.example.com,pytorch-cpu=https://b.example.com', 'is named twice'],
  ])('such as %j is refused: %s', (text, why) => {
    expect(problems(text)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    'pytorch-cpu=https://me:hunter2@mirror.example.com/cpu',
    'pytorch-cpu=https://hunter2@mirror.example.com/cpu',
    'pytorch-cpu=https://mirror.example.com/cpu?token=hunter2',
    'pytorch-cpu=ftp://me:hunter2@mirror.example.com/cpu',
  ])('with a secret in it is refused, and the secret is not repeated: %s', (text) => {
    const { answers, problems } = checkAnswers({ index: text });
    expect(answers.index).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('takes the place of that index alone', () => {
    const indexes = [
      { name: 'pytorch-cpu', url: 'https://one.example.com', packages: ['torch'] },
      { name: 'other', url: 'https://two.example.com', packages: ['x'] },
    ];
    expect(readdressed(indexes, [{ name: 'pytorch-cpu', url: 'https://mirror.example.com' }])).toEqual([
      { name: 'pytorch-cpu', url: 'https://mirror.example.com', packages: ['torch'] },
      indexes[1],
    ]);
  });
});
