import { useEffect, useId, useState } from 'react';
import { parseQuery } from '../../../client/page/index.ts';

/** The search, in the grammar of the server. What is wrong in it is shown at its character before anything is asked. */
export function QueryField({ query, onQuery }: { query: string; onQuery: (q: string) => void }) {
  const [text, setText] = useState(query);
  const id = useId();
  useEffect(() => setText(query), [query]);
  const parsed = parseQuery(text);
  const problem = 'problem' in parsed ? parsed.problem : null;
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onQuery(text.trim());
      }}
    >
      <label htmlFor={id} className="sr-only">
        Search tasks
      </label>
      <input
        id={id}
        data-filter
        className="input mono"
        value={text}
        spellCheck={false}
        placeholder="status:doing agent:scout label:docs is:stuck updated:<10m words"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => problem === null && text.trim() !== query && onQuery(text.trim())}
      />
      <p id={`${id}-problem`} className="query-problem" aria-live="polite">
        {problem !== null && (
          <>
            <code aria-hidden="true">
              {text.slice(0, problem.position)}
              <mark>{text.slice(problem.position) || '…'}</mark>
            </code>{' '}
            {problem.message}
          </>
        )}
      </p>
    </form>
  );
}
