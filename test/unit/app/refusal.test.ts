import { describe, expect, it } from '@jest/globals';
import { fileProblem, Refusal } from '../../../generators/app/refusal.ts';

describe('an error of the file system', () => {
  it.each([
    ['ENOSPC', /The disk is full.*\/demo.*docker system df/],
    ['EACCES', /may not write in \/demo/],
    ['EROFS', /read-only/],
    ['EDQUOT', /quota/],
    ['ENAMETOOLONG', /too long/],
    ['EMFILE', /\/demo can't be written \(EMFILE\)/],
  ])('%s is a sentence with what to do', (code, sentence) => {
    expect(fileProblem(Object.assign(new Error('x'), { code }), '/demo')).toMatch(sentence);
  });
});

describe('a refusal', () => {
  it('has a line for each problem, and the exit code of wrong input', () => {
    expect(new Refusal(['one', 'two'])).toMatchObject({ message: 'one\ntwo', exitCode: 2 });
    expect(new Refusal('one', 1)).toMatchObject({ message: 'one', exitCode: 1 });
  });
});
