const BEARER = /^bearer +([^\s]{1,300})$/i;

/** The token of an Authorization header, or null. Whether it is worth anything is not decided here. */
export function bearerToken(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  return BEARER.exec(authorization)?.[1] ?? '';
}
