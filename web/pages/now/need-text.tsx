import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Markdown } from '../../parts/markdown.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import type { Need } from './needs-you.tsx';

/** What exactly is wanted: the words of whoever asks, where there are some; else the server's, which also tell programs what to call. */
export function NeedText({ need }: { need: Need }) {
  switch (need.kind) {
    case 'question':
    case 'blocked':
      return <QuestionText need={need} />;
    case 'review':
    case 'review_stuck':
      return <ReviewText need={need} />;
    case 'message':
      return <MessageText need={need} />;
    default:
      return (
        <p className="need-what">
          <Sentence text={need.what} />
        </p>
      );
  }
}

function QuestionText({ need }: { need: Need }) {
  const task = useBoard((board) => board.tasks.get(need.taskId ?? ''));
  if (task?.blocked == null)
    return (
      <p className="need-what">
        <Sentence text={need.what} />
      </p>
    );
  return (
    <>
      <p className="quiet small clip">{task.title}</p>
      <div className="need-what">
        <Markdown text={task.blocked.reason} />
      </div>
    </>
  );
}

function ReviewText({ need }: { need: Need }) {
  const task = useBoard((board) => board.tasks.get(need.taskId ?? ''));
  const review = useBoard((board) => board.reviews.find(({ id }) => id === need.reviewId));
  if (task === undefined || review === undefined)
    return (
      <p className="need-what">
        <Sentence text={need.what} />
      </p>
    );
  return (
    <>
      <p className="quiet small clip">
        {task.title}, revision {review.revision}
        {review.escalated !== null && (
          <>
            . <Sentence text={review.escalated.because} />
          </>
        )}
      </p>
      <div className="need-what">
        <Markdown text={review.summary} />
      </div>
    </>
  );
}

function MessageText({ need }: { need: Need }) {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.messages.get.queryOptions({ id: need.messageId ?? '' }));
  if (data === undefined)
    return (
      <p className="need-what">
        <Sentence text={need.what} />
      </p>
    );
  return (
    <>
      {data.subject !== null && <p className="quiet small clip">{data.subject}</p>}
      <div className="need-what">
        <Markdown text={data.body} />
      </div>
    </>
  );
}
