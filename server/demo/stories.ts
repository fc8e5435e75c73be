/** One task of the demo, and how whoever claims it plays it. */
export interface Part {
  readonly title: string;
  readonly labels: readonly string[];
  readonly brief?: string;
  readonly acceptance?: readonly string[];
  /** What only an agent with this capability may claim. */
  readonly requires?: readonly string[];
  /** What the agent notes on its way; without it, what anybody would. */
  readonly steps?: readonly string[];
  readonly summary?: string;
  readonly diff?: string;
  /** Whether the person who watches reviews it, rather than an agent. */
  readonly forPerson?: boolean;
  /** What the first look at it finds. */
  readonly flaw?: string;
  /** What the agent cannot decide by itself, one of these each time that the task comes round. */
  readonly questions?: readonly Question[];
}

interface Question {
  readonly reason: string;
  readonly options: readonly string[];
}

const ROUNDING_DIFF = `diff --git a/src/cart/total.ts b/src/cart/total.ts
--- a/src/cart/total.ts
+++ b/src/cart/total.ts
@@ -4,3 +4,4 @@ export function total(lines: readonly Line[]): Cents {
-  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
+  const exact = lines.reduce((sum, line) => sum + line.priceCents * line.count, 0);
+  return roundHalfEven(exact);
 }
`;
const WEBHOOK_DIFF = `diff --git a/src/webhooks/send.ts b/src/webhooks/send.ts
--- a/src/webhooks/send.ts
+++ b/src/webhooks/send.ts
@@ -11,2 +11,3 @@ export async function send(hook: Webhook, body: string): Promise<void> {
-  await post(hook.url, body);
+  const sent = await post(hook.url, body).catch(() => null);
+  if (sent === null) await queue.later(hook, body, backoffMs(hook.failures));
 }
`;

/** What the person who watches has to decide: sent back by another once before it comes to them. */
const ROUNDING: Part = {
  title: 'Round cart totals the way the bank does',
  labels: ['cart', 'money'],
  brief:
    'Totals differ by a cent from what the bank books.\n\n- use `roundHalfEven`\n- keep **cents** as integers\n\n> Seen in order 4711.',
  acceptance: ['1,000 random carts agree with the bank to the cent', 'No float is left in `src/cart`'],
  steps: ['Reproduced: 3 of 1,000 carts differ by a cent', 'Half-even rounding agrees in all 1,000', 'Removing the last floats'],
  summary: 'Totals are rounded half to even, as the bank does, and a cart holds cents as integers.',
  diff: ROUNDING_DIFF,
  forPerson: true,
  flaw: 'Two floats are left in the discount. Cover that with a test as well, please.',
};

const BACKUPS: Part = {
  title: 'Set up the nightly backups',
  labels: ['ops'],
  brief: 'Every night, encrypted, and **restored once a week** to see that it can be.',
  steps: ['The job runs and encrypts', 'Restored a backup of yesterday', 'Wrote down how to restore'],
  summary: 'Backups run at 02:00, and one is restored each week.',
  questions: [
    {
      reason: 'Which region should the backups go to? The cheap one is far from most customers.',
      options: ['eu-north', 'us-east'],
    },
    { reason: 'For how long do we keep them? The disk is full after 90 days.', options: ['30 days', '90 days'] },
    { reason: 'Who is told when a backup fails?', options: ['Whoever is on call', 'Everybody'] },
  ],
};

/** What nobody on this board is able to do yet. */
const DRAWING: Part = { title: 'Draw an icon for the empty cart', labels: ['cart', 'design'], requires: ['design'] };

/** Each part of a story waits for the one before it. A story that is done is opened again, so that the board does not grow. */
export const STORIES: readonly (readonly Part[])[] = [
  [ROUNDING],
  [BACKUPS],
  [
    {
      title: 'Move sessions to the new store',
      labels: ['platform'],
      acceptance: ['Nobody is signed out by it'],
      steps: ['Writing to both stores', 'Copying what is in the old one', 'Both agree for 10,000 sessions'],
    },
    { title: 'Read sessions from the new store alone', labels: ['platform'] },
    { title: 'Delete the old session store', labels: ['platform', 'data'] },
  ],
  [
    {
      title: 'Retry failed webhooks',
      labels: ['api', 'bug'],
      acceptance: ['A webhook that fails is sent again within a minute', 'After a day it is given up, and the customer is told'],
      diff: WEBHOOK_DIFF,
      flaw: 'Nothing tells the customer after a day. That is the second criterion.',
    },
    { title: 'Describe webhooks in the guide', labels: ['api', 'docs'] },
  ],
  [
    {
      title: 'Write the release notes of 2.4',
      labels: ['docs'],
      brief: 'For customers: what is new, what changes for them, and nothing else.',
      acceptance: ['Each change in one sentence', 'What a customer has to do stands first'],
      steps: ['Read the log since 2.3', 'Eleven changes concern customers', 'Putting what they have to do first'],
      summary: 'Eleven changes, the two that ask for something first.',
    },
  ],
  [{ title: 'Rebuild the search index', labels: ['api', 'speed'] }],
  [{ title: 'Fix the broken links in the footer', labels: ['web', 'bug'], flaw: 'The one to the imprint is still broken.' }],
  [{ title: 'Cache the search results', labels: ['api', 'speed'] }],
  [{ title: 'Translate the sign-up page', labels: ['web', 'text'] }],
  [{ title: 'Make the order table sort by keyboard', labels: ['web'] }],
  [{ title: 'Add a health check for the queue', labels: ['ops', 'api'] }],
  [{ title: 'Shrink the pictures of the landing page', labels: ['web', 'speed'], flaw: 'The logo is blurred at 200 % now.' }],
  [{ title: 'Explain rate limits in the guide', labels: ['docs'] }],
  [{ title: 'Check the invoices of March', labels: ['money', 'data'] }],
  [DRAWING],
];
/** The shortest lease there is, so that somebody who watches sees it run out. */
export const ABANDONED = { title: 'Measure the cold start', labels: ['speed'], leaseTtlSeconds: 10 };
export const CANCELLED = { title: 'Try the old payment sandbox once more', labels: ['money'] };

const ANY_STEPS = ['Reading the brief', 'Trying it out', 'Writing it down'];

/** How to play a task: as its story says, or, where the person who watches made it, as anybody would. */
export function partOf(title: string): Part & { readonly steps: readonly string[]; readonly summary: string } {
  const part = STORIES.flat().find((one) => one.title === title) ?? { title, labels: [] };
  return { steps: ANY_STEPS, summary: `${title}: done, see the notes.`, ...part };
}
