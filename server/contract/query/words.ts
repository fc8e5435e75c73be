/** Longer words are cut: nobody searches for what comes after. */
export const WORD_MAX_CHARS = 64;

// Scripts that put no spaces between words: each character is a word, so that a run of them is found by any part of it.
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';
const WORD = new RegExp(`(?=[\\p{L}\\p{N}])[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, 'gu');

/**
 * The words of a text, in order: runs of letters and digits, in lower case and without accents, so that `Größe-2` is `grosse` and `2`.
 * What is indexed and what is searched for both go through here, and each engine takes the words as they are.
 */
export function wordsOf(text: string): string[] {
  return folded(text).match(WORD)?.map(cut) ?? [];
}

/** Whether there is anything in a text that can be searched for. */
export function hasWords(text: string): boolean {
  return folded(text).search(WORD) >= 0;
}

function folded(text: string): string {
  // A final sigma is no other letter, and who writes in capitals has no sharp s.
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ').replaceAll('ß', 'ss');
}

function cut(word: string): string {
  return word.length <= WORD_MAX_CHARS ? word : word.slice(0, WORD_MAX_CHARS).replace(/[\ud800-\udbff]$/, '');
}
