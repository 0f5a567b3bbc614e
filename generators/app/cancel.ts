import { Refusal } from './refusal.ts';

/** A person has changed their mind before anything was written. */
export class Cancelled extends Refusal {
  constructor() {
    super('Cancelled: nothing was written.', 130);
    this.name = 'Cancelled';
  }
}

/** Whether it is Ctrl-C at a prompt, or "abort" at Yeoman's question about a file: in their words, or in ours. */
export function isAbort({ name, message }: Error): boolean {
  return name === 'Cancelled' || name === 'ExitPromptError' || message === 'Process aborted by user';
}

/**
 * What is asked, or a Cancelled error after Ctrl-C, Ctrl-D, and "abort" at the question about a file. After Ctrl-D a prompt is closed
 * and waits forever, with nothing else left for the process to do.
 */
export async function cancellable<Answer>(asking: Promise<Answer>): Promise<Answer> {
  let giveUp: (() => void) | undefined;
  const nothingLeft = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Cancelled());
    process.once('beforeExit', giveUp);
  });
  try {
    return await Promise.race([asking, nothingLeft]);
  } catch (error) {
    throw isAbort(error as Error) ? new Cancelled() : error;
  } finally {
    if (giveUp) process.off('beforeExit', giveUp);
  }
}
