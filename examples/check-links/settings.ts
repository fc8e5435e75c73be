/** What the main program tells its processes, by environment: no token on a command line. */
export function settings(): { url: string[]; token: string; folder: string; label: string } {
  return {
    url: variable('BATON_URL').split(','),
    token: variable('BATON_TOKEN'),
    folder: variable('CHECK_FOLDER'),
    label: LABEL,
  };
}

export const LABEL = 'check-links';

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; start this with: npm run example:check-links -- <folder>`);
  return value;
}
