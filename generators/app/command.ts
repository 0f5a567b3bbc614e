import type { Answers } from './answers.ts';

/** A word as a POSIX shell reads it back: quoted only where it has to be. */
export function quote(word: string): string {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The flags that give these answers, in the order of the questions. */
export function flagsOf(answers: Answers): string[] {
  const lists = { libraries: answers.libraries, with: answers.with, apps: answers.apps };
  const list = (name: keyof typeof lists): string[] =>
    lists[name].length > 0 ? [`--${name}`, lists[name].join(',')] : [];
  return [
    ...['--base', answers.base, '--python', answers.python],
    ...list('libraries'),
    ...list('with'),
    ...list('apps'),
    ...(answers.gpu ? ['--gpu'] : []),
  ];
}

/** The one line that repeats these very answers, ready to paste. */
export function commandOf(answers: Answers, folder: string = answers.name): string {
  return ['ml-docker', folder, ...flagsOf(answers)].map(quote).join(' ');
}
