import { z } from 'zod';
import { Artifact } from './artifacts.ts';
import { Block } from './blocking.ts';
import { Review } from './reviews.ts';
import { Attempt, Comment, Note, Orphan, Task } from './tasks.ts';

export const DETAIL_MAX_ITEMS = 100;

export const TaskDetail = Task.extend({
  attemptLog: z.array(Attempt).describe('Each claim, newest first.'),
  notes: z.array(Note),
  blocks: z.array(Block).describe('Each time that it was blocked, newest first.'),
  reviews: z.array(Review).describe('Each round, newest first.'),
  comments: z.array(Comment),
  artifacts: z.array(Artifact).describe('What is attached to it, by name.'),
  orphans: z.array(Orphan),
}).meta({ id: 'TaskDetail' });
export type TaskDetail = z.infer<typeof TaskDetail>;
