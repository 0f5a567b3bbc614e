import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../../../generators/app/argv.ts';
import { explainOptions, OPTIONS } from '../../../generators/app/options.ts';
import type { Refusal } from '../../../generators/app/refusal.ts';
import { VERBS, verbsWith } from '../../../generators/app/verbs.ts';

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
    [['new', 'list'], { folder: 'list', flags: {} }],
    [['./list'], { folder: './list', flags: {} }],
    [['lsit'], { folder: 'lsit', flags: {} }],
    [['demo', '--with', 'list'], { folder: 'demo', flags: { with: 'list' } }],
    [['list'], { verb: 'list', flags: {} }],
    [['list', '--json'], { verb: 'list', flags: { json: true } }],
    [['--json', 'list'], { verb: 'list', flags: { json: true } }],
    [['demo', '--base', 'ubuntu', '-y'], { folder: 'demo', flags: { base: 'ubuntu', yes: true } }],
    [['--base=ubuntu', 'demo'], { folder: 'demo', flags: { base: 'ubuntu' } }],
    [['--libraries', 'numpy', '--libraries', 'pandas>=3,<4'], { flags: { libraries: 'numpy,pandas>=3,<4' } }],
    [['--base', 'ubuntu', '--base', 'alpine'], { flags: { base: 'alpine' } }],
    [['--', '-rf'], { folder: '-rf', flags: {} }],
    [[''], { folder: '', flags: {} }],
  ])('%j is read as a person means it', (args, expected) => {
    expect(readArguments(args)).toEqual({ verb: 'new', ...expected });
  });

  it.each([
    [['--bse', 'python'], 'There is no option --bse. Did you mean --base?'],
    [['-rf'], 'There is no option -r.'],
    [['--constructor=x'], 'There is no option --constructor.'],
    [['--base'], '--base needs a value: --base python|ubuntu|alpine'],
    [['--gpu=yes'], '--gpu takes no value. Write: --gpu'],
    [['my', 'project'], '2 folders are named: "my", "project"'],
    [['list', '--base', 'alpine'], '--base is an option of ml-docker new, not of ml-docker list.'],
    [['list', '--jsn'], 'There is no option --jsn. Did you mean --json? All of them: ml-docker list --help'],
    [['list', '--bse', 'x'], 'There is no option --bse. All of them: ml-docker list --help'],
    [['list', '--json=1'], '--json takes no value. Write: --json'],
    [['list', 'alpine'], 'ml-docker list takes no name, and was given "alpine". Type: ml-docker list.'],
    [['demo', '--json'], '--json is an option of ml-docker list, not of ml-docker new.'],
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

  it.each(VERBS)('is explained by the help of $name, every option on one line that fits 80 columns', (verb) => {
    const lines = explainOptions(verb.options).split('\n');
    expect(lines).toHaveLength(verb.options.length);
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  it('has no option that no verb takes', () => {
    expect(OPTIONS.filter(({ name }) => verbsWith(name).length === 0)).toEqual([]);
  });
});
