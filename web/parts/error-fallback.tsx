import type { FallbackProps } from 'react-error-boundary';
import { ErrorNote } from './states.tsx';

/** In place of a part of the page that failed while it was drawn; what is around it goes on. */
export function ErrorFallback({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <div className="page">
      <ErrorNote title="This part of the page failed" error={error} retry={resetErrorBoundary} />
    </div>
  );
}
