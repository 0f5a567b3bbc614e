/** The path that answers 200 as soon as the app lives. */
export const HEALTH_PATH = '/healthz';

/** A call with a real row of the sample's data, by app. */
const EXAMPLES: Readonly<Record<string, { path: string; body: object }>> = {
  api: {
    path: '/predict',
    body: { bill_length_mm: 39.1, bill_depth_mm: 18.7, flipper_length_mm: 181, body_mass_g: 3750 },
  },
};

/** A curl line that gets a prediction and works when pasted; undefined for an app that is looked at in a browser. */
export function curlLine(app: string, url: string, platform: NodeJS.Platform = process.platform): string | undefined {
  const example = EXAMPLES[app];
  if (!example) return undefined;
  const body = JSON.stringify(example.body);
  // The Windows command line knows no single quotes.
  return platform === 'win32'
    ? `curl -s ${url}${example.path} -H "content-type: application/json" -d "${body.replaceAll('"', '\\"')}"`
    : `curl -s ${url}${example.path} -H 'content-type: application/json' -d '${body}'`;
}
