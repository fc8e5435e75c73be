import { BatonError } from '../../contract/errors.ts';
import { parseQuery } from '../../contract/query/parse-query.ts';
import type { ChoiceField, QueryTerm, TaskQuery } from '../../contract/query/query-terms.ts';
import type { TaskListQuery } from '../../contract/tasks.ts';

/** What a list is asked for: its query and its plain filters together. Throws `bad_request` where the query cannot be read. */
export function readTaskQuery(input: Pick<TaskListQuery, 'q' | 'status' | 'label' | 'agent'>): TaskQuery {
  const { status, label, agent } = input;
  const filters = [...filter('status', status), ...filter('label', label), ...filter('agent', agent)];
  const parsed = parseQuery(input.q ?? '');
  if ('query' in parsed) return { terms: [...filters, ...parsed.query.terms] };
  const { position, expected, message } = parsed.problem;
  throw new BatonError('bad_request', {
    detail: `q: ${message}.`,
    hint: 'Mend the query at that position, counted from 0; what is in quotes is searched for as it stands.',
    problems: [{ path: 'q', message, position, expected }],
  });
}

function filter(field: ChoiceField, value: string | undefined): QueryTerm[] {
  return value === undefined ? [] : [{ kind: 'choice', negated: false, field, values: [value] }];
}
