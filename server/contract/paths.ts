import { z } from 'zod';
import { parsePathGlob } from '../kernel/path-glob.ts';
import { boundedText } from './common.ts';

export const PATHS_MAX = 100;
export const PATH_MAX_CHARS = 500;
/** How many globs the paths of one list may unfold into together, so that comparing two lists is soon done. */
export const PATH_ALTERNATIVES_MAX = 200;

/** A glob over paths, relative to the root of the repository. */
export const PathText = boundedText(PATH_MAX_CHARS, 1).superRefine((text, context) => {
  const glob = parsePathGlob(text);
  if ('problem' in glob) context.addIssue({ code: 'custom', message: glob.problem });
});

export const Paths = z
  .array(PathText)
  .max(PATHS_MAX)
  .refine((paths) => unfoldedCount(paths) <= PATH_ALTERNATIVES_MAX, {
    message: `must not unfold into more than ${PATH_ALTERNATIVES_MAX} globs together; use fewer braces`,
  });

function unfoldedCount(paths: readonly string[]): number {
  return paths.reduce((sum, text) => {
    const glob = parsePathGlob(text);
    return sum + ('problem' in glob ? 0 : glob.alternatives.length);
  }, 0);
}
