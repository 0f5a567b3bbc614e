import { stripVTControlCharacters } from 'node:util';
import { hushTerminal } from './quiet.ts';

/** A step as the screen sees it. `show` says what it is doing right now. */
export interface Shown {
  title: string;
  work: (show: (text: string) => void) => Promise<void>;
}

/** Seconds as people say them: '0.8 s', '42 s', '3 min 5 s'. */
export function spoken(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}

/** One line a step: it opens when the step starts and closes with the time that it took. */
async function plainly(steps: readonly Shown[], output: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  for (const { title, work } of steps) {
    const start = Date.now();
    output.write(`${title} ... `);
    try {
      await work(() => {});
    } catch (error) {
      output.write(`${signal.aborted ? 'cancelled' : 'failed'} after ${spoken(Date.now() - start)}\n`);
      throw error;
    }
    output.write(`${spoken(Date.now() - start)}\n`);
  }
}

/** A spinner a step, with what it does and for how long. */
async function lively(steps: readonly Shown[], output: NodeJS.WriteStream): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const list = new Listr(
    steps.map(({ title, work }) => ({
      title,
      task: async (_context: unknown, task: { title: string; output: string }) => {
        const start = Date.now();
        let doing = '';
        const draw = () => {
          const room = Math.max(20, (output.columns || 80) - 16);
          const text = doing.length > room ? `${doing.slice(0, room - 1)}…` : doing;
          task.output = [spoken(Math.floor((Date.now() - start) / 1000) * 1000).replace('.0', ''), text]
            .filter(Boolean)
            .join('  ');
        };
        const clock = setInterval(draw, 1000);
        try {
          await work((text) => {
            doing = stripVTControlCharacters(text).replace(/\s+/g, ' ');
            draw();
          });
          task.title = `${title} (${spoken(Date.now() - start)})`;
        } finally {
          clearInterval(clock);
        }
      },
    })),
    {
      renderer: 'default',
      // This module decides what a terminal is; the list must neither end the process nor repeat the error.
      fallbackRendererCondition: false,
      registerSignalListeners: false,
      rendererOptions: {
        showErrorMessage: false,
        collapseErrors: false,
        formatOutput: 'truncate',
        logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput: new ProcessOutput(output, output) }),
      },
    },
  );
  const restore = hushTerminal();
  try {
    await list.run();
  } finally {
    restore();
  }
}

/** Does one step after the other and shows each, with a spinner in a terminal and as one plain line elsewhere. Stops at the first that fails;
 * one that ends after the signal counts as cancelled. */
export async function perform(
  steps: readonly Shown[],
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  const terminal = 'isTTY' in output && output.isTTY === true && process.env.TERM !== 'dumb';
  await (terminal ? lively(steps, output as NodeJS.WriteStream) : plainly(steps, output, signal));
}
