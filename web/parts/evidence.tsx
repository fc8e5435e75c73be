import type { Evidence as EvidenceItem } from '../../client/page/index.ts';

/** What a submission brought as proof, each by its kind, and whether a program checked it or the author says so. */
export function Evidence({ evidence }: { evidence: readonly EvidenceItem[] }) {
  if (evidence.length === 0) return null;
  return (
    <ul className="evidence">
      {evidence.map((one) => (
        <li key={JSON.stringify(one)}>
          <span className="chip">{one.type}</span> <EvidenceText one={one} />{' '}
          <span className="quiet">{one.vouchedBy === 'checked' ? 'checked by a program' : 'the author says so'}</span>
          <Output one={one} />
        </li>
      ))}
    </ul>
  );
}

function EvidenceText({ one }: { one: EvidenceItem }) {
  switch (one.type) {
    case 'commit':
      return (
        <code>
          {one.sha}
          {one.repository === undefined ? '' : ` in ${one.repository}`}
        </code>
      );
    case 'url':
      return /^https?:/.test(one.url) ? (
        <a href={one.url} target="_blank" rel="noreferrer noopener nofollow">
          {one.url}
        </a>
      ) : (
        <code>{one.url}</code>
      );
    case 'command':
      return (
        <>
          <code>{one.command}</code> ended with {one.exitCode}
        </>
      );
    case 'file':
      return <code>{one.path}</code>;
    default:
      // A kind that is newer than this page.
      return <code>{JSON.stringify(one)}</code>;
  }
}

function Output({ one }: { one: EvidenceItem }) {
  if (one.type !== 'command' || one.output === undefined || one.output === '') return null;
  return (
    <details>
      <summary>Output</summary>
      <pre className="plain-text">{one.output}</pre>
    </details>
  );
}
