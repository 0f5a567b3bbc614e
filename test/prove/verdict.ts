import type { LibraryId } from '../../generators/catalog/libraries.ts';
import type { Image } from './image.ts';

/** What is done to an image, in this order. */
export const STEPS = ['generate', 'lock', 'test image', 'tests', 'app image', 'start', 'prediction'] as const;
export type Step = (typeof STEPS)[number];

/** What became of an image. */
export interface Verdict {
  image: Image;
  /** The library that trains its model. */
  trainer: LibraryId;
  /** The step that failed, and why; absent where all went well. */
  failure?: { step: Step; why: string };
  /** How long all steps took. */
  seconds: number;
  /** The files of the app's image, unpacked; absent where there is none. */
  bytes?: number;
  /** How many tests passed inside. */
  tests?: number;
  /** The distribution and the Python that are inside. */
  inside?: string;
  /** The day it was built: '2026-11-24'. */
  date: string;
}
