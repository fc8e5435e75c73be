import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { EventDelayPlan } from './load-plan.ts';

const Frame = z.object({ type: z.string(), events: z.array(z.object({ type: z.string(), seq: z.number() })).optional() });

/** Between two events, so that the second is not held up by what the first set off: a node rings for the others every 50 ms at most. */
const PAUSE_MS = 100;

/** How long each of some events takes, one after the other, from sending the request to hearing of it on a socket; in ms. */
export async function timeEvents({ sendPort, hearPort, token, events }: EventDelayPlan): Promise<number[]> {
  const listener = await Listener.open(hearPort, token);
  const delays: number[] = [];
  for (let i = 0; i < events; i += 1) {
    await wait(PAUSE_MS);
    const sentAt = performance.now();
    const heard = listener.nextCreated();
    await createTask(sendPort, token);
    delays.push((await heard) - sentAt);
  }
  listener.close();
  return delays;
}

async function createTask(port: number, token: string): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${port}/v1/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"title":"Tell the others"}',
  });
  const text = await reply.text();
  if (reply.status !== 201) throw new Error(`creating a task was answered with ${reply.status}: ${text}`);
}

/** A live socket that has heard all that was there before. */
class Listener {
  readonly #socket: WebSocket;
  #hear: (at: number) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(port: number, token: string): Promise<Listener> {
    const headers = { authorization: `Bearer ${token}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/events/ws`, { headers, perMessageDeflate: false });
    const listener = new Listener(socket);
    const live = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const now = performance.now();
        const { type, events = [] } = Frame.parse(JSON.parse(String(data)));
        if (type === 'live') resolve();
        if (events.some((event) => event.type === 'task.created')) listener.#hear(now);
      });
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe' }));
    await live;
    return listener;
  }

  /** The moment of the next event of a task that was made. */
  nextCreated(): Promise<number> {
    return new Promise((resolve) => {
      this.#hear = resolve;
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
