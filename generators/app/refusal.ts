import path from 'node:path';

/** What went wrong, in words for the person who reads it, and how the process ends: 1 failed, 2 wrong input, 3 no engine, 130 cancelled. */
export class Refusal extends Error {
  exitCode: number;
  /** The same, where yo looks for it. */
  code: number;

  constructor(message: string | readonly string[], exitCode = 2) {
    super(typeof message === 'string' ? message : message.join('\n'));
    this.name = 'Refusal';
    this.exitCode = exitCode;
    this.code = exitCode;
  }
}

/** The system's word for an error of the file system, as a sentence about this path. */
export function fileProblem(error: NodeJS.ErrnoException, folder: string): string {
  const { dest } = error as { dest?: string };
  const where = path.dirname(dest ?? error.path ?? path.join(folder, 'file'));
  const sentences: Record<string, string> = {
    EACCES: `You may not write in ${where}. Take another folder, or change its permissions`,
    EPERM: `You may not write in ${where}. Take another folder, or change its permissions`,
    EROFS: `${folder} lies on a read-only file system. Take another folder`,
    ENOSPC: `The disk is full: nothing was written to ${folder}. Make room (docker system df shows what images take), then try again`,
    EDQUOT: `Your disk quota is used up: nothing was written to ${folder}. Make room, then try again`,
    ENAMETOOLONG: `${folder} is too long for this file system. Take a shorter name`,
    ENOTDIR: `A part of ${folder} is a file, not a folder. Take another folder`,
    EEXIST: `A part of ${folder} is a file, not a folder. Take another folder`,
    ENOENT: `${folder} can't be made: the folder around it is gone. Go to another one`,
  };
  return sentences[error.code ?? ''] ?? `${folder} can't be written (${error.code ?? error.message})`;
}
