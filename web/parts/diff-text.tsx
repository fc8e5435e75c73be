import './diff-text.css';

/** A unified diff by line: what is added and taken away has its sign and its colour. */
export function DiffText({ text }: { text: string }) {
  return (
    <pre className="plain-text diff">
      {text.split('\n').map((line, index) => (
        // A line of a text is its place and nothing else.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index} className={kindOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function kindOf(line: string): string | undefined {
  if (/^(\+\+\+|---|diff |index )/.test(line)) return 'diff-file';
  if (line.startsWith('@@')) return 'diff-place';
  if (line.startsWith('+')) return 'diff-added';
  return line.startsWith('-') ? 'diff-gone' : undefined;
}
