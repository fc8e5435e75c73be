import type { FallbackProps } from 'react-error-boundary';
import { Button } from './button.tsx';

/** In place of a part of the page that failed while it was drawn; what is around it goes on. */
export function Broken({ error, resetErrorBoundary }: FallbackProps) {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const copy = () => void navigator.clipboard?.writeText(stack ?? message);
  return (
    <div className="page">
      <div className="state-note" role="alert">
        <h2>This part of the page failed</h2>
        <p>
          It said: <code>{message}</code>
        </p>
        <div className="row wrap">
          <Button small onClick={resetErrorBoundary}>
            Try again
          </Button>
          <Button small onClick={copy}>
            Copy
          </Button>
        </div>
      </div>
    </div>
  );
}
