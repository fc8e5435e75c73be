import { z } from 'zod';

export const URGENCIES = ['now', 'next', 'whenever'] as const;
export const Urgency = z
  .enum(URGENCIES)
  .describe('When to read it: at once, before the next piece of work, or whenever there is time.')
  .meta({ id: 'Urgency' });
export type Urgency = z.infer<typeof Urgency>;
