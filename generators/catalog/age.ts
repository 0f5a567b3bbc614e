/** How many days the data file may be old before a run says so. */
const LIMIT = 120;
const DAY = 24 * 60 * 60 * 1000;

/**
 * A line about data that has grown old; undefined while it has not.
 * @param measured the day of the measurement, '2026-11-24'.
 * @param today the day it is.
 */
export function ageNotice(measured: string, today: Date): string | undefined {
  const days = Math.floor((today.getTime() - Date.parse(measured)) / DAY);
  if (!(days > LIMIT)) return undefined;
  return `What is offered was checked ${days} days ago, on ${measured}: get a newer version (in a checkout: npm run catalog)`;
}

/** The day it is; tests set ML_DOCKER_TODAY, so that they say the same on any day. */
export function today(env: Readonly<Record<string, string | undefined>> = process.env): Date {
  return env.ML_DOCKER_TODAY ? new Date(env.ML_DOCKER_TODAY) : new Date();
}
