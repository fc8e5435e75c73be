import { absoluteTime } from './time-words.ts';

/** How the server names a call of its API in a sentence: `with POST /v1/tasks/T-6/unblock and {"epoch": 1}`. */
const CALL = /,? with (?:GET|POST|PATCH|PUT|DELETE) \/v1\/[\w{}/-]*(?: and (?:\{.*?\}|"\w+")(?=\.))?/g;
/** Where a program reads more: `; what was handed in is in GET /v1/reviews?taskId=T-6`. */
const READ = /; [^;.]* is in GET \/v1\/[^\s.]*/g;
const ISO = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** A sentence of the server as a person wants it: in their time, and without the call that a program would make. */
export function forPeople(text: string): string {
  return text.replace(CALL, '').replace(READ, '').replace(ISO, absoluteTime);
}
