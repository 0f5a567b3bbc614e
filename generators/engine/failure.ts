/** What a failed command left behind, for the person who has to mend it. */
export interface Evidence {
  /** The file with the command's whole output. */
  log?: string;
  /** The last lines of it that matter. */
  lines?: readonly string[];
}

/**
 * Why building or running ended early. `exitCode` 1: it failed; 3: no engine could do what was asked; 130: cancelled. The project's files
 * are complete in each case.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** What to type or install now, in one line; empty where there is nothing to add. */
  readonly hint: string;
  readonly exitCode: 1 | 3 | 130;
  readonly log: string | undefined;
  readonly lines: readonly string[];

  constructor(message: string, hint: string, exitCode: 1 | 3 | 130 = 1, evidence: Evidence = {}) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
    this.log = evidence.log;
    this.lines = evidence.lines ?? [];
  }
}
