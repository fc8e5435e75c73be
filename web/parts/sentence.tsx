import { forPeople } from './server-words.ts';

/** A sentence of the server; what it puts between backticks is code. */
export function Sentence({ text }: { text: string }) {
  return <CodeSpans text={forPeople(text)} />;
}

/** One line of text in which backticks mark code, as agents write criteria. */
export function CodeSpans({ text }: { text: string }) {
  return (
    <>
      {text.split(/(`[^`]+`)/).map((piece, place) =>
        piece.startsWith('`') && piece.length > 2 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
          <code key={place}>{piece.slice(1, -1)}</code>
        ) : (
          piece
        ),
      )}
    </>
  );
}
