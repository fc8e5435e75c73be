/** One message of a text/event-stream. */
export interface SseMessage {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

/** A line of a stream may not be longer than this: an event is far smaller. */
export const SSE_LINE_MAX_CHARS = 4 * 1024 * 1024;

/** The messages of a text/event-stream, as the HTML standard reads it; comments and unknown fields are passed over. */
export async function* parseSse(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SseMessage, void> {
  let fields = emptyFields();
  for await (const line of linesOf(chunks)) {
    if (line !== '') {
      applyLine(fields, line);
      continue;
    }
    if (fields.data.length > 0) yield { event: fields.event, id: fields.id, data: fields.data.join('\n') };
    fields = emptyFields();
  }
}

interface Fields {
  event: string;
  id: string | null;
  readonly data: string[];
}

function emptyFields(): Fields {
  return { event: 'message', id: null, data: [] };
}

function applyLine(fields: Fields, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') fields.data.push(value);
  if (name === 'event') fields.event = value;
  if (name === 'id') fields.id = value;
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A \r at the very end may be the first half of \r\n, so it waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > SSE_LINE_MAX_CHARS) throw new TypeError('A line of the event stream is too long.');
    yield* lines;
  }
}
