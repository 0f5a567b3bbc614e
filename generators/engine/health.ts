import { HEALTH_PATH } from './call.ts';

/** How long an app may take to become healthy, in milliseconds. */
export const HEALTHY_WITHIN = 180_000;
/** The pause between two looks at it, in milliseconds. */
export const LOOK_EVERY = 250;

/** Whether the app on this port of this machine says that it is well, within two seconds. */
export async function answersHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${HEALTH_PATH}`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
