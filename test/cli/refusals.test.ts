import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Place, run, tree } from './command.ts';

let place: Place;
beforeAll(() => {
  place = new Place();
});
afterAll(() => place.remove());

/** A command line that is wrong, what the message has to contain, and how many lines it may have. */
type Wrong = [what: string, args: string[], says: string[], lines?: number];

const WRONG: Wrong[] = [
  ['an unknown base', ['demo', '--base', 'ubunt'], ['"ubunt"', 'Did you mean ubuntu?', 'python, ubuntu, alpine']],
  ['an unknown preset', ['demo', '--preset', 'vison'], ['"vison" is no preset', 'Choose from: classic, boosting']],
  ['a preset in the plural', ['demo', '--preset', 'classic,boosting'], ['"classic,boosting" is no preset']],
  [
    'a preset on a base that has nothing of it',
    ['demo', '--base', 'alpine', '--preset', 'pytorch'],
    ['--preset pytorch', 'alpine', 'lacks PyTorch', 'no musllinux wheel', 'Take --base python or --base ubuntu'],
  ],
  ['a preset without its name', ['demo', '--preset'], ['--preset needs a value']],
  [
    'an unknown library',
    ['demo', '--libraries', 'panda'],
    ['"panda"', 'mean pandas?', '--with panda', 'ml-docker list'],
  ],
  ['an unknown Python', ['demo', '--base', 'python', '--python', '2.7'], ['"2.7"', '3.11, 3.12, 3.13, 3.14']],
  ['an unknown app', ['demo', '--apps', 'apy'], ['"apy"', 'Did you mean api?']],
  ['an unknown engine', ['demo', '--engine', 'dokcer'], ['"dokcer"', 'Did you mean docker?', 'podman']],
  ['a size that is none', ['demo', '--build', '--max-size', 'huge'], ['"huge"', '800MB']],
  ['a size of nothing', ['demo', '--build', '--max-size', '0MB'], ['"0MB"', 'above 0']],
  ['a size without its unit', ['demo', '--build', '--max-size', '800'], ['"800"', 'its unit']],
  ['a size below nothing', ['demo', '--build', '--max-size=-5MB'], ['--max-size needs a value']],
  ['a size where nothing is built', ['demo', '--max-size', '800MB'], ['Add --build or --run']],
  [
    'a pair that does not run',
    ['demo', '--base', 'alpine', '--libraries', 'torch'],
    ['musl', '--base python', 'leave'],
  ],
  [
    'a Python that a base lacks',
    ['demo', '--base', 'ubuntu', '--python', '3.13'],
    ['"3.13"', 'Choose from: 3.12, 3.14'],
  ],
  ['a wrong version', ['demo', '--libraries', 'pandas>>3'], ['pandas>>3']],
  ['a version that leaves nothing', ['demo', '--libraries', 'pandas<2'], ['pandas>=2.2']],
  ['a wrong requirement', ['demo', '--with', 'altair=6'], ['altair=6']],
  ['a GPU on alpine', ['demo', '--gpu', '--base', 'alpine', '--libraries', 'numpy'], ['CUDA', '--base python']],
  ['a GPU that nothing uses', ['demo', '--gpu', '--libraries', 'numpy'], ['--gpu', 'torch']],
  ['an empty folder', [''], ['has no name']],
  ['a name of 300 characters', ['x'.repeat(300)], ['300 characters', 'at most 50']],
  ['a name outside ASCII', ['größe-日本'], ['Try: gro']],
  ['a name with quotes', ['it\'s "mine"'], ['Try: it-s-mine']],
  ['a folder that leads out', ['../x'], ['leads out of this one', 'cd ']],
  ['a command in a name', ['$(touch x)'], ['Try: touch-x']],
  ['two lines in a name', ['two\nlines'], ['control character', 'Try: two-lines']],
  ['options that there are not', ['-rf'], ['option -r', 'option -f', '--help'], 2],
  ['a name that begins with a dash', ['--', '-rf'], ['"-rf"', 'Try: rf']],
  ['a name that Windows keeps', ['con'], ['Windows']],
  ['a word of Python', ['class'], ['word of the Python language', 'Try: ml-class']],
  ["a module of Python's own", ['json'], ['module']],
  ['a library as a name', ['numpy'], ['hide the library NumPy']],
  ['an unknown option', ['demo', '--bse', 'python'], ['--bse', 'Did you mean --base?', 'ml-docker --help'], 2],
  ['an option without its value', ['demo', '--base'], ['--base needs a value', 'python|ubuntu|alpine']],
  ['an option in place of a value', ['demo', '--base', '--yes'], ['--base needs a value']],
  ['a value where none belongs', ['demo', '--gpu=yes'], ['--gpu takes no value']],
  ['an option of another verb', ['demo', '--json'], ['--json is an option of ml-docker list']],
  ['an option of another verb on list', ['list'], ['--yes is an option of ml-docker new', 'ml-docker list --help']],
  ['two folders', ['demo', 'other'], ['2 folders', '"demo"', '"other"']],
];

describe('the command refuses', () => {
  it.each(WRONG)('%s', async (_, args, says, lines = 1) => {
    const options = args.includes('--') ? ['--yes', ...args] : [...args, '--yes'];
    const { code, stdout, stderr } = await place.run(...options);
    expect({ code, stdout, left: tree(place.folder) }).toEqual({ code: 2, stdout: '', left: {} });
    for (const one of says) expect(stderr).toContain(one);
    const said = stderr.split('\n').slice(0, -1);
    expect(said.length).toBeLessThanOrEqual(lines);
    for (const line of said) expect(line).toMatch(/^ml-docker: [^\0-\x1f\x7f]{15,600}$/);
  });

  it('everything that is wrong at once', async () => {
    const wrong = ['demo', '--base', 'x', '--libraries', 'nmpy,pandas>>3', '--engine', 'y', '--yes'];
    const { code, stderr } = await place.run(...wrong);
    expect(code).toBe(2);
    expect(stderr.split('\n').slice(0, -1)).toHaveLength(4);
  });

  it('to guess when nobody can be asked, and names the missing flags', async () => {
    const { code, stdout, stderr } = await place.run('demo', '--base', 'python');
    expect({ code, stdout, left: tree(place.folder) }).toEqual({ code: 2, stdout: '', left: {} });
    expect(stderr).toMatch(
      /^ml-docker: There is no terminal to ask in, .*: --preset \(or --libraries\), --python\. .*--yes\n$/,
    );
  });

  it('to take what is piped in for an answer', async () => {
    for (const input of ['', 'demo\n\n\n\n\n']) {
      const { code, stderr } = await run([], { cwd: place.folder, input });
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('the folder, --preset (or --libraries), --base, --python'),
      ]);
    }
    expect(tree(place.folder)).toEqual({});
  });

  it('in the same way when its input is closed', async () => {
    const { code, stderr } = await run([], { cwd: place.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no terminal to ask in')]);
  });
});
