const SETTING = 'batonpass.person';

/** Keeps whether a person is signed in with this browser, for the next look: the cookie itself no script can see. */
export function keepSignedIn(isPerson: boolean): void {
  if (isPerson) localStorage.setItem(SETTING, 'yes');
  else localStorage.removeItem(SETTING);
}

/** Whether a person was signed in when that was last known. */
export function wasSignedIn(): boolean {
  return localStorage.getItem(SETTING) === 'yes';
}
