import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { type Comparison, compare, type Outcome } from './comparison.ts';
import { untilShown } from './first-prompt.ts';
import { type Cost, timed } from './measure.ts';
import { cookiecutter, copier, filesOf, type Peer } from './peers.ts';

const NAME = 'demo';
/** The message of the first question that a run without arguments asks. */
const FIRST_QUESTION = 'Project name';

/** A peer that is ready and makes the same files, or why there is none. */
function ready(make: () => Peer, files: ReadonlyMap<string, string>, newFolder: () => string): Peer | string {
  try {
    const peer = make();
    const folder = newFolder();
    peer.generate(folder); // the first run after an installation is no measure
    const made = filesOf(path.join(folder, NAME));
    const different = [...files].filter(([file, text]) => made.get(file) !== text);
    if (different.length > 0 || made.size !== files.size) {
      return `generation against ${peer.name}: it made ${made.size} files, ${different.length} of ${files.size} are not as ours`;
    }
    return peer;
  } catch (error) {
    return `generation against another tool: ${(error as Error).message}`;
  }
}

/**
 * How quickly the command line helps, asks and generates.
 * @param bin our command, a file for Node.js.
 * @param room a folder for what is made meanwhile.
 */
export async function startUp(
  bin: string,
  room: string,
  rounds: number,
): Promise<{ outcomes: Outcome[]; left: string[]; quiet: Cost[] }> {
  const newFolder = () => mkdtempSync(path.join(room, 'run-'));
  const nothing = () => timed(process.execPath, ['-e', '0']);
  const generate = () => timed(process.execPath, [bin, NAME, '--yes'], { cwd: newFolder() });

  const first = newFolder();
  timed(process.execPath, [bin, NAME, '--yes'], { cwd: first });
  const files = filesOf(path.join(first, NAME));
  const tools = path.join(room, 'peers');
  mkdirSync(tools);
  process.stderr.write('installing copier and cookiecutter\n');
  const peers = [copier, cookiecutter].map((make) => ready(() => make(tools, files, NAME), files, newFolder));

  const comparisons: Comparison[] = [
    {
      name: '--help',
      against: 'node -e 0',
      goal: 1.2,
      ours: () => timed(process.execPath, [bin, '--help']),
      theirs: nothing,
    },
    {
      name: 'first question on the screen',
      against: 'node -e 0',
      goal: 1.8,
      ours: () => untilShown(FIRST_QUESTION, process.execPath, [bin], newFolder()),
      theirs: nothing,
    },
    {
      name: 'the whole catalogue (list --json)',
      against: 'node -e 0',
      ours: () => timed(process.execPath, [bin, 'list', '--json']),
      theirs: nothing,
    },
    { name: `generation, ${files.size} files`, against: 'node -e 0', goal: 4.4, ours: generate, theirs: nothing },
    ...peers
      .filter((peer) => typeof peer !== 'string')
      .map((peer) => ({
        name: `generation, ${files.size} files`,
        against: peer.name,
        ...(peer.name === 'copier' && { goal: 0.5 }),
        ours: generate,
        theirs: () => peer.generate(newFolder()),
      })),
  ];
  const outcomes = await compare(comparisons, rounds);
  return {
    outcomes,
    left: peers.filter((peer) => typeof peer === 'string'),
    quiet: outcomes.filter(({ against }) => against === 'node -e 0').flatMap(({ theirs }) => theirs),
  };
}
