import { whyNoImage, whyNoMirror } from '../engine/here.ts';
import type { Answer, Need } from './needs.ts';
import type { WheelFolder } from './wheel-folder.ts';

/** How long an index may take to answer, in milliseconds. */
const ANSWERS_WITHIN = 20_000;

async function whyNoIndex(need: Need & { kind: 'index' }): Promise<string | undefined> {
  const { name, url, package: one } = need;
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/${one}/`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(ANSWERS_WITHIN),
    });
    return answer.ok ? undefined : `the index ${name} answers ${answer.status} for ${one} here`;
  } catch {
    return `the index ${name} does not answer here`;
  }
}

/**
 * What this machine has: its engine and its network are asked.
 * @param addresses other addresses for the indexes of the catalogue, by name.
 * @param folder wheels that stand in for each such index.
 */
export function answerHere(addresses: ReadonlyMap<string, string>, folder?: WheelFolder): Answer {
  const silent = new Map<string, Promise<string | undefined>>();
  return async (need) => {
    if (need.kind === 'image') return whyNoImage(need.image) && `the image ${need.image} can't be had here`;
    if (need.kind === 'mirror') return whyNoMirror(need.image, need.manager);
    if (folder) {
      const lack = folder.lack(need.package, need.python);
      return lack && `${lack} here, in place of the index ${need.name}`;
    }
    const url = addresses.get(need.name) ?? need.url;
    const key = `${url} ${need.package}`;
    const asked = silent.get(key) ?? whyNoIndex({ ...need, url });
    silent.set(key, asked);
    return asked;
  };
}
