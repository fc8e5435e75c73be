const IS_MAC = /Mac/.test(navigator.platform);

/** The keys of a shortcut as they stand on a keyboard, one after the other. */
export function keyWords(keys: string): string[] {
  return keys.split(' ').map((key) => (key.startsWith('Ctrl+') ? withControl(key.slice('Ctrl+'.length)) : key));
}

function withControl(key: string): string {
  const word = key.length === 1 ? key.toUpperCase() : key;
  return IS_MAC ? `⌘${word}` : `Ctrl ${word}`;
}
