/** A word as the shell reads it back (a POSIX one, or the Windows command line): quoted only where it has to be. */
export function quote(word: string, platform: NodeJS.Platform = 'linux'): string {
  if (/^[\w%./:=,@+-]+$/.test(word)) return word;
  return platform === 'win32' ? `"${word.replaceAll('"', '\\"')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word as it is pasted into the shell of this machine. */
export function pasted(word: string): string {
  return quote(word, process.platform);
}

/** The signals with which a person, a terminal that closes or a system that shuts down ends a run. */
export const CANCELLING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
