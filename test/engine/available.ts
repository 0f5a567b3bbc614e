import { describe, it } from '@jest/globals';
import { whyNoEngine, whyNoImage } from './here.ts';

/** What tests need beside an engine: a base image by its name, or something that can say why it is not there. */
export type Needed = string | (() => string | undefined);

/**
 * Tests that need a real container engine, and the base images named. Where these are missing the tests are listed as skipped, with the
 * reason in their name and on stderr. ML_DOCKER_ENGINE=required makes a missing engine a failure; a missing image never is one,
 * because not every image can be had on every machine.
 */
export function describeWithEngine(name: string, tests: () => void, ...needs: readonly Needed[]): void {
  const reason = whyNoEngine();
  if (reason && process.env.ML_DOCKER_ENGINE === 'required') {
    describe(name, () => {
      it('finds an engine, because ML_DOCKER_ENGINE=required', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  const missing =
    reason ?? needs.map((need) => (typeof need === 'string' ? whyNoImage(need) : need())).find((why) => why);
  if (!missing) {
    describe(name, tests);
    return;
  }
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
  describe.skip(`${name} (skipped: ${missing})`, tests);
}
