import { Suspense } from 'react';
import { lazyChunk } from './lazy-chunk.ts';

const Rendered = lazyChunk(() => import('./markdown-rendered.tsx').then((m) => m.MarkdownRendered));

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
