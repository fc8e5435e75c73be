import { Watched } from '../board/live-state.ts';

const SETTING = 'batonpass.project';

/** The project that this browser looks at; undefined: the person's own. */
export const chosenProject = new Watched<string | undefined>(localStorage.getItem(SETTING) ?? undefined);

export function chooseProject(name: string | undefined): void {
  if (name === undefined) localStorage.removeItem(SETTING);
  else localStorage.setItem(SETTING, name);
  chosenProject.set(name);
}
