import { lazy, Suspense } from 'react';

const Rendered = lazy(() => import('./markdown-rendered.tsx').then(({ MarkdownRendered }) => ({ default: MarkdownRendered })));

/** What an agent or a person wrote, as Markdown: no HTML of theirs, no remote images. Until that is loaded, the text as it is. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      <Suspense fallback={<p style={{ whiteSpace: 'pre-wrap' }}>{text}</p>}>
        <Rendered text={text} />
      </Suspense>
    </div>
  );
}
