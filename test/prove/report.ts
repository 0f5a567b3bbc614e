import { LIBRARIES, libraryOf } from '../../generators/catalog/libraries.ts';
import type { Coverage, Gap } from './coverage.ts';
import { type Image, settingTitle } from './image.ts';
import type { Pair } from './pairs.ts';
import type { Verdict } from './verdict.ts';

/** Everything that the report tells. */
export interface Told {
  date: string;
  generator: string;
  /** The machine and its engine, in a few words. */
  machine: string;
  /** Images that were planned and not reached. */
  unreached: readonly Image[];
  /** Images that people choose most and that this machine can't build, and why. */
  unbuildable: readonly { image: Image; why: string }[];
  verdicts: readonly Verdict[];
  coverage: Coverage;
  /** What a base image is on this machine, where it is not the official one: 'ubuntu:24.04' and what it says of itself. */
  standIns: readonly { image: string; what: string }[];
}

function row(...cells: (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function rows(head: readonly string[], body: readonly (readonly (string | number)[])[]): string[] {
  return [row(...head), row(...head.map(() => '---')), ...body.map((cells) => row(...cells))];
}

function spoken(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Text in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function images(verdicts: readonly Verdict[]): string[] {
  return rows(
    ['', 'base', 'Python', 'index', 'libraries', 'model', 'verdict', 'tests', 'time', 'unpacked', 'inside'],
    verdicts.map(({ image, trainer, failure, tests, seconds, bytes, inside }, index) => [
      index + 1,
      image.base,
      image.python,
      image.gpu ? 'GPU' : 'CPU',
      image.libraries.length > 3 ? image.libraries.length : image.libraries.join(', '),
      trainer,
      failure ? `**failed: ${failure.step}**` : 'passed',
      tests ?? '',
      spoken(seconds),
      bytes ? `${(bytes / 1e6).toFixed(0)} MB` : '',
      inside ?? '',
    ]),
  );
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}

/** Pairs with the same first choice in one line, those with every library in a word. */
function lines(pairs: readonly Pair[]): string[] {
  const kinds = grouped(pairs, ({ kind }) => kind);
  return [...kinds].flatMap(([kind, own]) => {
    const turned = kind === 'library, library' ? centred(own) : own;
    return [...grouped(turned, ({ one }) => one)].map(([one, same]) => {
      const others = same.map(({ other }) => other);
      const all = kind === 'library, library' && others.length >= LIBRARIES.length - 1;
      return `* ${kind}: ${one} with ${all ? 'every other library' : others.join(', ')}`;
    });
  });
}

/** Pairs of libraries, each under the one that occurs most. */
function centred(pairs: readonly Pair[]): Pair[] {
  const left = new Set(pairs);
  const result: Pair[] = [];
  while (left.size > 0) {
    const counts = new Map<string, number>();
    for (const { one, other } of left) for (const id of [one, other]) counts.set(id, (counts.get(id) ?? 0) + 1);
    const [centre] = [...counts].sort(([, one], [, other]) => other - one)[0] as [string, number];
    for (const pair of left) {
      if (pair.one !== centre && pair.other !== centre) continue;
      left.delete(pair);
      result.push({ ...pair, one: centre, other: pair.one === centre ? pair.other : pair.one });
    }
  }
  return result;
}

function gapLines({ why, pairs }: Gap): string[] {
  return ['', `**${why}** (${pairs.length} pairs)`, '', ...lines(pairs)];
}

function summary({ verdicts, coverage, unreached }: Told): string {
  const failed = verdicts.filter(({ failure }) => failure).length;
  const offered = coverage.counts.reduce((sum, count) => sum + count.offered, 0);
  const covered = coverage.counts.reduce((sum, count) => sum + count.covered, 0);
  const seconds = verdicts.reduce((sum, verdict) => sum + verdict.seconds, 0);
  return [
    `${verdicts.length} images were built and run in ${spoken(seconds)}: ${verdicts.length - failed} passed, ${failed} failed.`,
    ...(unreached.length > 0 ? [`For ${unreached.length} more no time was left.`] : []),
    `They prove ${covered} of the ${offered} pairs that the generator offers.`,
  ].join(' ');
}

/** The report, as Markdown. */
export function reportOf(told: Told): string {
  const { date, generator, machine, verdicts, unreached, unbuildable, coverage, standIns } = told;
  const failures = verdicts.filter(({ failure }) => failure);
  return [
    '# What was built and run',
    '',
    `\`npm run prove\` wrote this on ${date}, with version ${generator}, on ${machine}.`,
    '',
    summary(told),
    '',
    'Each image is one project of the generator, made by its command: it is locked, its own tests pass inside its image, its app is started,',
    'becomes healthy, and answers the call that is printed with a prediction. Every pair of choices that is offered is in one of these images,',
    'as far as this machine can build it.',
    '',
    '## Pairs of choices',
    '',
    ...rows(
      ['choices', 'offered', 'proven'],
      coverage.counts.map(({ kind, offered, covered }) => [kind, offered, covered]),
    ),
    '',
    '## Images',
    '',
    ...images(verdicts),
    '',
    '"GPU" means the CUDA builds of the libraries, installed and run on a processor. The sizes are those of the files, before any packing.',
    ...(standIns.length > 0
      ? [
          '',
          'Where no registry answers, a base image is a stand-in of the same name:',
          '',
          ...standIns.map(({ image, what }) => `* ${image}: ${what}`),
        ]
      : []),
    ...(failures.length > 0
      ? [
          '',
          '## What failed',
          ...failures.flatMap(({ image, failure }) => [
            '',
            `* ${settingTitle(image)}, at the step "${failure?.step}": ${image.libraries.join(', ')}`,
            '',
            ...(failure?.why ?? '').split('\n').map((line) => `      ${line}`),
          ]),
        ]
      : []),
    '',
    '## What is not proven',
    ...(unbuildable.length > 0
      ? [
          '',
          'Of what people choose most:',
          '',
          ...unbuildable.map(
            ({ image, why }) =>
              `* ${image.base} with ${image.libraries.map((id) => libraryOf(id).label).join(', ')}: ${cell(why)}`,
          ),
        ]
      : []),
    ...(unreached.length > 0
      ? [
          '',
          'No time was left for:',
          '',
          ...unreached.map((image) => `* ${settingTitle(image)}: ${image.libraries.join(', ')}`),
        ]
      : []),
    ...(coverage.gaps.length > 0
      ? coverage.gaps.flatMap(gapLines)
      : ['', 'Nothing: every pair that is offered is proven.']),
    '',
    '## The libraries of each image',
    '',
    ...verdicts.map(({ image }, index) => `${index + 1}. ${settingTitle(image)}: ${image.libraries.join(', ')}`),
    '',
  ].join('\n');
}
