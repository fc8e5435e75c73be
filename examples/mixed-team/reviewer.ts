// Reviews what a team in Python hands in, until its standard input ends.
import { connectBaton } from '../../client/index.ts';
import { untilStdinEnds } from '../support/until-stdin-ends.ts';

const signal = untilStdinEnds();
await using baton = await connectBaton({ url: process.env['BATON_URL'] ?? '', token: process.env['BATON_TOKEN'] ?? '' });
await baton.review({ signal, lookSeconds: 1 }, ({ review }) =>
  review.summary.length > 0
    ? { decision: 'approve', note: 'Read.' }
    : { decision: 'request_changes', note: 'Say what you found.' },
);
