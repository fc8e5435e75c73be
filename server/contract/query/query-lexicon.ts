/** A task by its id, alone as a term. */
export const TASK_ID = /^T-[1-9][0-9]{0,14}$/i;
/** What begins like a field is one. Sticky, for a reader that stands before it. */
export const FIELD = /[A-Za-z][A-Za-z_]*:/y;

/** Whether a value can stand without quotes. */
export function isBareValue(value: string): boolean {
  return /^[^\s,"]+$/.test(value);
}

/** Whether words, with a star behind them or without, are read as such when they stand without quotes. */
export function isBareText(text: string, prefix: boolean): boolean {
  if (!/^[^\s"]+$/.test(text) || text.startsWith('-') || /^[A-Za-z][A-Za-z_]*:/.test(text)) return false;
  return prefix || !(TASK_ID.test(text) || text.endsWith('*'));
}
