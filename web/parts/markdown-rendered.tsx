import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

const PLUGINS = [remarkGfm];

/** react-markdown makes no HTML of what is written, and drops links that are no http, https or mailto. */
export function MarkdownRendered({ text }: { text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={PLUGINS}
      components={{
        // A picture would be a request to wherever its author says.
        img: ({ alt, src }) => <span className="quiet">[picture: {alt || String(src ?? '')}]</span>,
        a: ({ href, children }) => (
          <a href={href} rel="noreferrer noopener nofollow" target="_blank">
            {children}
          </a>
        ),
      }}
    >
      {text}
    </ReactMarkdown>
  );
}
