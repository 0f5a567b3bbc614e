import type { Given } from '../../generators/app/answers.ts';
import type { AppId } from '../../generators/catalog/apps.ts';
import type { BaseId } from '../../generators/catalog/bases.ts';
import type { LibraryId } from '../../generators/catalog/libraries.ts';

/** What an image is built on, whatever is in it. */
export interface Setting {
  base: BaseId;
  python: string;
  /** With the CUDA builds of its libraries. */
  gpu: boolean;
  app: AppId;
}

/** The choices of one image; libraries in the order of the catalogue. */
export interface Image extends Setting {
  libraries: readonly LibraryId[];
}

/** The answers of a project with these choices. */
export function answersOf(image: Image, name = 'proof'): Given {
  const { base, python, gpu, app, libraries } = image;
  return { name, base, python, libraries: [...libraries], apps: [app], gpu };
}

/** The options of the command line that give these answers. */
export function optionsOf({ base, python, gpu, app, libraries }: Image): string[] {
  return [
    ...['--base', base, '--python', python, '--apps', app],
    ...(gpu ? ['--gpu'] : []),
    ...['--libraries', libraries.join(',')],
  ];
}

/** Where an image is built, in a few words: 'python 3.13, CPU, api'. */
export function settingTitle({ base, python, gpu, app }: Setting): string {
  return `${base} ${python}, ${gpu ? 'GPU' : 'CPU'}, ${app}`;
}

/** An image in a few words: 'python 3.13, CPU, api: numpy'. */
export function titleOf(image: Image): string {
  const { libraries } = image;
  return `${settingTitle(image)}: ${libraries.length > 3 ? `${libraries.length} libraries` : libraries.join(', ')}`;
}
