import type { LibraryId } from '../../generators/catalog/libraries.ts';
import type { Image, Setting } from './image.ts';
import { keyOf, libraryPair, model, ownPairs, type Pair, pairsOf } from './pairs.ts';
import type { Space } from './space.ts';

/** What becomes of a pair of choices: the generator offers it or not, and this machine can build it or not. */
export interface Prospect {
  pair: Pair;
  offered: boolean;
  buildable: boolean;
  /** Why not, one sentence for each obstacle; empty where it can be built. */
  reasons: ReadonlySet<string>;
}

/** A model that no other image trains is worth an image of some libraries less. */
const MODEL_IS_WORTH = 20;

/** Answers that are asked for again and again. */
function remembered<Value>(answer: (image: Image) => Value): (image: Image) => Value {
  const known = new Map<string, Value>();
  return (image) => {
    const key = `${image.base} ${image.python} ${image.gpu} ${image.app} ${image.libraries}`;
    if (!known.has(key)) known.set(key, answer(image));
    return known.get(key) as Value;
  };
}

/** The space with its answers remembered, and its sets of libraries in one order. */
class Known {
  readonly space: Space;
  readonly refusal: Space['refusal'];
  readonly obstacle: Space['obstacle'];
  readonly trainer: Space['trainer'];
  readonly #order: ReadonlyMap<LibraryId, number>;
  readonly #anchors = new Map<Setting, readonly LibraryId[]>();
  readonly #together = new Map<Setting, Map<string, boolean>>();
  readonly #keys = new Map<LibraryId, Map<LibraryId, string>>();

  constructor(space: Space) {
    this.space = space;
    this.refusal = remembered(space.refusal);
    this.obstacle = remembered(space.obstacle);
    this.trainer = remembered(space.trainer);
    this.#order = new Map(space.libraries.map((id, index) => [id, index]));
  }

  image(setting: Setting, libraries: readonly LibraryId[]): Image {
    const order = (id: LibraryId) => this.#order.get(id) as number;
    return { ...setting, libraries: [...new Set(libraries)].sort((one, other) => order(one) - order(other)) };
  }

  works(image: Image): boolean {
    return this.refusal(image) === undefined && this.obstacle(image) === undefined;
  }

  /** Whether libraries work together on a setting: asked a million times, about few. */
  together(setting: Setting, ...libraries: readonly LibraryId[]): boolean {
    const answers = this.#together.get(setting) ?? new Map<string, boolean>();
    this.#together.set(setting, answers);
    const key = libraries.join();
    const known = answers.get(key);
    if (known !== undefined) return known;
    const works = this.works(this.image(setting, libraries));
    answers.set(key, works);
    return works;
  }

  /** The key of a pair of libraries, likewise. */
  key(one: LibraryId, other: LibraryId): string {
    const keys = this.#keys.get(one) ?? new Map<LibraryId, string>();
    this.#keys.set(one, keys);
    const known = keys.get(other) ?? keyOf(libraryPair(one, other));
    keys.set(other, known);
    return known;
  }

  /** The libraries without which a setting makes no project: on a GPU one that can use it, else none has to be there. */
  anchors(setting: Setting): readonly (LibraryId | undefined)[] {
    if (!setting.gpu) return [undefined];
    const known = this.#anchors.get(setting);
    if (known) return known;
    const { libraries, weight } = this.space;
    const found = libraries
      .filter((id) => this.refusal(this.image(setting, [id])) === undefined)
      .sort((one, other) => weight(one) - weight(other));
    this.#anchors.set(setting, found);
    return found;
  }

  /** The smallest images that hold these libraries. */
  around(setting: Setting, libraries: readonly LibraryId[]): Image[] {
    return this.anchors(setting).map((anchor) => this.image(setting, anchor ? [anchor, ...libraries] : libraries));
  }
}

/** Looks at every pair of choices: in the smallest image that has both, on every setting until it can be built on one. */
function prospectsIn(known: Known): Map<string, Prospect> {
  const { settings, libraries } = known.space;
  const found = new Map<string, Prospect & { reasons: Set<string> }>();
  const look = (image: Image, pairs: readonly Pair[]) => {
    const isOffered = known.refusal(image) === undefined;
    const obstacle = isOffered ? known.obstacle(image) : undefined;
    for (const pair of pairs) {
      const key = keyOf(pair);
      const prospect = found.get(key) ?? { pair, offered: false, buildable: false, reasons: new Set() };
      found.set(key, prospect);
      if (!isOffered || prospect.buildable) continue;
      prospect.offered = true;
      prospect.buildable = obstacle === undefined;
      if (obstacle === undefined) prospect.reasons.clear();
      else prospect.reasons.add(obstacle);
    }
  };
  for (const setting of settings) {
    for (const [index, one] of libraries.entries()) {
      for (const image of known.around(setting, [one])) look(image, allPairs(known, image));
      for (const other of libraries.slice(index + 1)) {
        const pair = libraryPair(one, other);
        if (found.get(keyOf(pair))?.buildable) continue;
        for (const image of known.around(setting, [one, other])) look(image, [pair]);
      }
    }
  }
  return found;
}

function allPairs(known: Known, image: Image): Pair[] {
  // What the generator refuses has no plan, and so no model.
  if (known.refusal(image) === undefined) return pairsOf(image, known.trainer(image));
  return image.libraries.flatMap((library) => ownPairs(image, library));
}

/** Covers pairs one image after the other. */
class Cover {
  readonly #known: Known;
  readonly #most: number;
  readonly #uncovered: Set<string>;
  readonly images: Image[] = [];

  constructor(known: Known, uncovered: Iterable<string>, most: number) {
    this.#known = known;
    this.#uncovered = new Set(uncovered);
    this.#most = most;
  }

  get done(): boolean {
    return this.#uncovered.size === 0;
  }

  take(image: Image): void {
    this.images.push(image);
    for (const pair of allPairs(this.#known, image)) this.#uncovered.delete(keyOf(pair));
  }

  #gain(image: Image): number {
    const news = new Set(
      allPairs(this.#known, image)
        .map(keyOf)
        .filter((key) => this.#uncovered.has(key)),
    );
    return [...news].reduce((sum, key) => sum + (key.startsWith('model') ? MODEL_IS_WORTH : 1), 0);
  }

  #lacks(pair: Pair): boolean {
    return this.#uncovered.has(keyOf(pair));
  }

  /**
   * The image that a setting makes: the library that covers most joins, again and again.
   * @param anchor see Known.anchors.
   * @param trainer the library that has to train the model; any when left out.
   */
  #grow(setting: Setting, anchor?: LibraryId, trainer?: LibraryId): Image {
    const image = this.#grown(setting, anchor, trainer, () => true);
    if (this.#known.works(image)) return image;
    // Rare, and dear to find out: some of them can't stand together.
    const anchors = anchor ? [anchor] : [];
    return this.#grown(setting, anchor, trainer, (one, other) => this.#known.together(setting, ...anchors, one, other));
  }

  #grown(
    setting: Setting,
    anchor: LibraryId | undefined,
    trainer: LibraryId | undefined,
    fit: (one: LibraryId, other: LibraryId) => boolean,
  ): Image {
    const known = this.#known;
    const { libraries, weight } = known.space;
    const start = [...new Set([anchor, trainer])].filter((id) => id !== undefined);
    const anchors = anchor ? [anchor] : [];
    const works = (id: LibraryId) => known.together(setting, ...anchors, id);
    const joins = (id: LibraryId) => !trainer || known.trainer(known.image(setting, [...start, id])) === trainer;
    const rest = new Map(
      libraries
        .filter((id) => !start.includes(id) && works(id) && joins(id))
        .map((id) => [id, ownPairs(setting, id).filter((pair) => this.#lacks(pair)).length]),
    );
    const chosen: LibraryId[] = [];
    const join = (id: LibraryId) => {
      chosen.push(id);
      rest.delete(id);
      for (const [other, gain] of rest) {
        if (!fit(id, other)) rest.delete(other);
        else if (this.#uncovered.has(known.key(id, other))) rest.set(other, gain + 1);
      }
    };
    for (const id of start) join(id);
    // Whom to begin with where no library gains anything by itself: the one that lacks most of the others that may join it here.
    const lacking = new Map(
      [...rest.keys()].map((id) => [
        id,
        [...rest.keys()].filter((other) => this.#uncovered.has(known.key(id, other)) && fit(id, other)).length,
      ]),
    );
    while (chosen.length < this.#most && rest.size > 0) {
      const [best] = [...rest].sort(
        ([one, gain], [other, otherGain]) =>
          otherGain - gain ||
          (lacking.get(other) as number) - (lacking.get(one) as number) ||
          weight(one) - weight(other),
      ) as [[LibraryId, number]];
      if (best[1] === 0 && (chosen.length > start.length || lacking.get(best[0]) === 0)) break;
      join(best[0]);
    }
    return known.image(setting, chosen);
  }

  /** What a setting can offer: the image that covers most, and one for each model that nothing trains yet. */
  #candidates(setting: Setting): Image[] {
    const known = this.#known;
    const trainers = known.space.libraries.filter((id) => this.#lacks(model(id)));
    const trains = (anchor: LibraryId | undefined, id: LibraryId) => {
      const image = known.image(setting, anchor ? [anchor, id] : [id]);
      return known.works(image) && known.trainer(image) === id;
    };
    return known
      .anchors(setting)
      .filter((anchor) => !anchor || known.together(setting, anchor))
      .flatMap((anchor) => [
        this.#grow(setting, anchor),
        ...trainers.filter((id) => trains(anchor, id)).map((id) => this.#grow(setting, anchor, id)),
      ]);
  }

  /** Takes the image that covers most of what is left; false where none covers any. */
  next(): boolean {
    for (const gpu of [false, true]) {
      const [best] = this.#known.space.settings
        .filter((setting) => setting.gpu === gpu)
        .flatMap((setting) => this.#candidates(setting))
        .filter((image) => image.libraries.length > 0 && this.#known.works(image))
        .map((image) => ({ image, gain: this.#gain(image) }))
        .sort((one, other) => other.gain - one.gain || one.image.libraries.length - other.image.libraries.length);
      if (best && best.gain > 0) {
        this.take(best.image);
        return true;
      }
    }
    return false;
  }
}

/** What is to be built, and what becomes of every pair of choices. */
export interface CoveringArray {
  images: readonly Image[];
  prospects: ReadonlyMap<string, Prospect>;
}

/**
 * A covering array: images in which every pair of choices that is offered, and that this machine can build, occurs at least once. The
 * same space gives the same images.
 * @param seeds images that come first, as far as they can be built.
 * @param most how many libraries an image has: few enough for a failure to tell something.
 */
export function coveringArray(space: Space, seeds: readonly Image[], most: number): CoveringArray {
  const known = new Known(space);
  const prospects = prospectsIn(known);
  const buildable = [...prospects].filter(([, prospect]) => prospect.buildable).map(([key]) => key);
  const cover = new Cover(known, buildable, most);
  for (const seed of seeds) if (known.works(seed)) cover.take(seed);
  while (!cover.done && cover.next()) {
    // until nothing is left
  }
  return { images: needed(known, cover.images, seeds), prospects };
}

/** The images without those whose every pair is in others: what came later may have made them superfluous. Seeds stay. */
function needed(known: Known, images: readonly Image[], seeds: readonly Image[]): Image[] {
  const keys = new Map(images.map((image) => [image, new Set(allPairs(known, image).map(keyOf))]));
  const kept = new Set(images);
  const counts = new Map<string, number>();
  for (const key of [...keys.values()].flatMap((own) => [...own])) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const image of images.toReversed()) {
    const own = [...(keys.get(image) as Set<string>)];
    if (seeds.includes(image) || own.some((key) => counts.get(key) === 1)) continue;
    kept.delete(image);
    for (const key of own) counts.set(key, (counts.get(key) as number) - 1);
  }
  return [...kept];
}
