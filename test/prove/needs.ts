import type { Plan } from '../../generators/app/plan.ts';
import { planFor } from '../combinations.ts';
import { answersOf, type Image, titleOf } from './image.ts';

/** What a build needs from outside that a machine may not have. */
export type Need =
  /** An image that it starts from. */
  | { kind: 'image'; image: string }
  /** Where the package manager of an image gets packages. */
  | { kind: 'mirror'; image: string; manager: Plan['system']['manager'] }
  /** A package index beside the usual one, with this package for this Python. */
  | { kind: 'index'; name: string; url: string; package: string; python: string };

/** What the project of an image needs, as its plan says. */
export function needsOf(image: Image): Need[] {
  const { base, uvImage, system, indexes, python } = planFor(answersOf(image));
  return [
    { kind: 'image', image: uvImage },
    { kind: 'image', image: base.image },
    ...(system.packages.length > 0 ? [{ kind: 'mirror', image: base.image, manager: system.manager } as const] : []),
    ...indexes.flatMap(({ name, url, packages }) =>
      packages.map((one): Need => ({ kind: 'index', name, url, package: one, python })),
    ),
  ];
}

/** Why a need is not met, in a sentence; undefined where it is. */
export type Answer = (need: Need) => Promise<string | undefined>;

/** What a machine has, asked once for every need. */
export class Machine {
  readonly #answer: Answer;
  readonly #known = new Map<string, string | undefined>();

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  /** Asks for all that these images need, one after the other: most answers are quick. */
  async ask(images: Iterable<Image>): Promise<void> {
    for (const image of images) {
      for (const need of needsOf(image)) {
        const key = JSON.stringify(need);
        // Without its image there is no asking for the mirror.
        if (!this.#known.has(key) && this.#first(image) === undefined) this.#known.set(key, await this.#answer(need));
      }
    }
  }

  #first(image: Image): string | undefined {
    return needsOf(image)
      .map((need) => this.#known.get(JSON.stringify(need)))
      .find((why) => why !== undefined);
  }

  /** Why an image can't be built here, in a sentence; undefined where it can. */
  obstacle(image: Image): string | undefined {
    const why = this.#first(image);
    if (why !== undefined) return why;
    const unknown = needsOf(image).find((need) => !this.#known.has(JSON.stringify(need)));
    if (unknown) throw new Error(`${titleOf(image)}: nobody asked for ${JSON.stringify(unknown)}`);
    return undefined;
  }
}
