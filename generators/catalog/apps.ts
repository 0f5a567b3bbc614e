export interface App {
  id: string;
  label: string;
  /** What it is for, in a few words, for the prompt. */
  purpose: string;
  /** The port inside the container, and the first one that is tried on the host. */
  port: number;
  /** Packages that it brings; their versions stand in templates/versions/requirements.txt. */
  packages: readonly string[];
}

/** The apps of a project: each is a target of its Dockerfile and a service of its compose file. */
export const APPS = [
  {
    id: 'api',
    label: 'API',
    purpose: 'answers predictions over HTTP (FastAPI)',
    port: 8000,
    packages: ['fastapi', 'uvicorn'],
  },
] as const satisfies readonly App[];

export type AppId = (typeof APPS)[number]['id'];

/** The record of an app, as the general type. */
export function appOf(id: AppId): App {
  return APPS.find((app) => app.id === id) as App;
}
