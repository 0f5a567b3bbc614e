export interface App {
  id: string;
  label: string;
  /** What it is for, in a few words, for the prompt. */
  purpose: string;
  /** The port inside the container, and the first one that is tried on the host. */
  port: number;
  /** Requirements that it brings, with the oldest release that the skeleton works with. */
  requirements: readonly string[];
}

/** The apps of a project: each is a target of its Dockerfile and a service of its compose file. */
export const APPS = [
  {
    id: 'api',
    label: 'API',
    purpose: 'answers predictions over HTTP (FastAPI)',
    port: 8000,
    requirements: ['fastapi>=0.115', 'uvicorn>=0.34'],
  },
] as const satisfies readonly App[];

export type AppId = (typeof APPS)[number]['id'];
