import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Answers, checkAnswers } from '../../../generators/app/answers.ts';
import { readArguments } from '../../../generators/app/argv.ts';
import { callerOf, commandOf } from '../../../generators/app/command.ts';
import { nameProblem } from '../../../generators/app/names.ts';
import { BASES } from '../../../generators/catalog/bases.ts';
import { LIBRARIES } from '../../../generators/catalog/libraries.ts';
import { quote } from '../../../generators/shell.ts';
import { answersFor } from '../../combinations.ts';

/** The words of a command line, as a shell hands them to the program. */
function words(command: string): string[] {
  return execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** The answers that a command line gives, as the program reads it. */
function answersOf(command: readonly string[]): Answers {
  const { folder, flags } = readArguments(command.slice(1));
  const { answers, problems } = checkAnswers({ gpu: false, ...flags, name: folder });
  expect(problems).toEqual([]);
  return answers as Answers;
}

const name = fc.stringMatching(/^[A-Za-z][a-z0-9]{0,8}([-_][a-z0-9]{1,8}){0,2}$/).filter((one) => !nameProblem(one));
const specifier = fc.constantFrom('', '>=90', '<99', '!=2.9.9', '>2,<99', '~=98.1', '==97.*', '>=1!0.post1');
const others = fc.uniqueArray(fc.constantFrom('altair', 'vaex[hdf5,jupyter]', 'rich', 'xgboost-ray'), {
  maxLength: 3,
});

/** Any answers that the generator can end up with. */
const anyAnswers = fc
  .record({
    name,
    base: fc.constantFrom(...BASES.map(({ id }) => id)),
    libraries: fc.uniqueArray(fc.constantFrom(...LIBRARIES.map(({ id }) => id)), { minLength: 1 }),
    specifiers: fc.array(specifier, { minLength: LIBRARIES.length, maxLength: LIBRARIES.length }),
    with: others,
    gpu: fc.boolean(),
    index: fc.constantFrom(
      [],
      ['pytorch-cpu=https://mirror.example.com/~me/whl/cpu'],
      ['pytorch-cpu=http://[::1]:8080/a%20b'],
    ),
  })
  .map(({ libraries, specifiers, ...rest }) => ({
    ...rest,
    libraries: libraries.map((id, index) => `${id}${specifiers[index]}`),
  }))
  .filter((given) => checkAnswers(given).problems.length === 0)
  .map(answersFor);

describe('the line that repeats the answers', () => {
  it.each(['new', 'list', 'help'])('says "new" before a project called %s, which would be taken for a verb', (name) => {
    expect(commandOf({ ...answersFor({}), name })).toMatch(new RegExp(`^ml-docker new ${name} --base `));
  });

  it('gives the very same answers, whatever they are', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const command = commandOf(answers).match(/'[^']*'|\S+/g) as string[];
        expect(answersOf(command.map((word) => word.replaceAll("'", '')))).toEqual(answers);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the very same answers through a real shell', () => {
    for (const answers of fc.sample(anyAnswers, { numRuns: 15, seed: 1 })) {
      expect(answersOf(words(commandOf(answers)))).toEqual(answers);
    }
  });

  it('reads well: quotes only where the shell needs them', () => {
    const answers = answersFor({ name: 'demo', libraries: 'numpy,pandas>=3,<4', with: 'altair' });
    expect(commandOf(answers)).toBe(
      "ml-docker demo --base python --python 3.13 --libraries 'numpy,pandas>=3,<4' --with altair --apps api",
    );
  });

  it.each([
    ['ml-docker', {}, false],
    ['npm start --', { npm_lifecycle_event: 'start', npm_package_name: 'generator-ml-docker' }, false],
    ['ml-docker', { npm_lifecycle_event: 'start', npm_package_name: 'another' }, false],
    ['npx generator-ml-docker', { npm_command: 'exec' }, false],
    ['yo ml-docker', {}, true],
  ])('begins with %s where it was called so', (caller, env, throughYeoman) => {
    expect(callerOf(env, throughYeoman)).toBe(caller);
  });

  it('quotes for the Windows command line with double quotes', () => {
    const answers = answersFor({ name: 'demo', libraries: 'pandas>=3' });
    expect(commandOf(answers, 'demo', 'ml-docker', 'win32')).toContain('--libraries "pandas>=3"');
  });

  it('quotes every word so that a shell reads it back unchanged', () => {
    const hostile = ["it's", '$(touch x)', 'a b', '"', '`id`', '*', '\\', 'a\nb', ';', '', '!x', '~', '#x', '<%= 1 %>'];
    expect(words(hostile.map((word) => quote(word)).join(' '))).toEqual(hostile);
  });
});
