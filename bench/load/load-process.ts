import { serveParent } from '../serve-parent.ts';
import { timeEvents } from './event-delay.ts';
import { runHttpLoad } from './http-load.ts';
import { closeIdleSockets, openIdleSockets } from './idle-sockets.ts';
import type { LoadQuestion } from './load-plan.ts';
import { runTrpcLoad } from './trpc-load.ts';
import { timeWakes } from './wake-delay.ts';

// A process of its own, so that the load does not share a thread with the server it is put on.
serveParent(answer, async () => closeIdleSockets());

async function answer(question: LoadQuestion): Promise<unknown> {
  switch (question.kind) {
    case 'http':
      return runHttpLoad(question.plan);
    case 'trpc':
      return runTrpcLoad(question.plan);
    case 'event-delays':
      return timeEvents(question.plan);
    case 'wake-delays':
      return timeWakes(question.plan);
    case 'open-sockets':
      return openIdleSockets(question.plan);
    case 'close-sockets':
      return closeIdleSockets();
    default:
      return question satisfies never;
  }
}
