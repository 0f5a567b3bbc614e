import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../../../generators/app/argv.ts';
import { explainOptions, OPTIONS } from '../../../generators/app/options.ts';
import type { Refusal } from '../../../generators/app/refusal.ts';

function refusal(...args: string[]): Refusal {
  try {
    readArguments(args);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was not refused');
}

describe('the command line', () => {
  it.each([
    [[], { flags: {} }],
    [['demo'], { folder: 'demo', flags: {} }],
    [['new', 'demo'], { folder: 'demo', flags: {} }],
    [['new'], { flags: {} }],
    [['new', 'new'], { folder: 'new', flags: {} }],
    [['demo', '--base', 'ubuntu', '-y'], { folder: 'demo', flags: { base: 'ubuntu', yes: true } }],
    [['--base=ubuntu', 'demo'], { folder: 'demo', flags: { base: 'ubuntu' } }],
    [['--libraries', 'numpy', '--libraries', 'pandas>=3,<4'], { flags: { libraries: 'numpy,pandas>=3,<4' } }],
    [['--base', 'ubuntu', '--base', 'alpine'], { flags: { base: 'alpine' } }],
    [['--', '-rf'], { folder: '-rf', flags: {} }],
    [[''], { folder: '', flags: {} }],
  ])('%j is read as a person means it', (args, expected) => {
    expect(readArguments(args)).toEqual(expected);
  });

  it.each([
    [['--bse', 'python'], 'There is no option --bse. Did you mean --base?'],
    [['-rf'], 'There is no option -r.'],
    [['--constructor=x'], 'There is no option --constructor.'],
    [['--base'], '--base needs a value: --base python|ubuntu|alpine'],
    [['--gpu=yes'], '--gpu takes no value. Write: --gpu'],
    [['my', 'project'], '2 folders are named: "my", "project"'],
  ])('%j is refused with what to type', (args, message) => {
    expect(refusal(...args)).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('names everything that is wrong with it', () => {
    expect(refusal('--bse', 'x', '--gpu=1', '--python').message.split('\n')).toHaveLength(3);
  });

  it('shows an unknown option on one line, cut short', () => {
    const { message } = refusal(`--${'x\n'.repeat(500)}`);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(200);
  });

  it('is explained by --help, every option on one line that fits 80 columns', () => {
    const lines = explainOptions().split('\n');
    expect(lines).toHaveLength(OPTIONS.length);
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });
});
