import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { checkInboxes } from '../history/inbox-rules.ts';
import { InboxTeam } from '../support/inbox-team.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { ENGINE } from '../support/test-database.ts';

const AGENTS = 32;
const MESSAGES_EACH = 12;
const KILLS = 2;
/** More, as long as none has cut off an acknowledgement: a kill may come in a moment in which none is under way. */
const KILLS_MAX = 8;
const LOOK_MS = 10;
const TEST_MAX_MS = 600_000;
const SEED = Number(process.env['BATON_INBOX_SEED'] ?? 1);
/** Where a database is shared, the agents speak with several servers at once. */
const NODES = ENGINE === 'postgres' ? 3 : 1;

test(
  `[IN1] [IN2] [IN4] [LAW3] [ID1] ${AGENTS} agents that send, read and die at ${NODES === 1 ? 'a server that is' : `${NODES} servers that are`} killed lose no message, get none as two, and each inbox is numbered as the log`,
  async () => {
    await withCluster({ nodes: NODES, seed: SEED }, async (cluster) => {
      const team = new InboxTeam(cluster, { agents: AGENTS, messagesEach: MESSAGES_EACH, seed: SEED });
      const total = AGENTS * MESSAGES_EACH;
      const running = team.run();
      const over = running.then(() => true);
      for (let kill = 1; kill <= KILLS || (kill <= KILLS_MAX && team.acksCutOff === 0); kill += 1) {
        while (team.sentSoFar < (total * Math.min(kill, KILLS)) / (KILLS + 1)) {
          if (await Promise.race([over, letRealTimePass(LOOK_MS, false)])) break;
        }
        const node = cluster.node(kill % NODES);
        expect((await node.kill()).signal).toBe('SIGKILL');
        await node.restart();
      }
      const history = await running;
      const violations = checkInboxes(history);
      console.info(
        `${history.log.length} messages, ${history.looks.length} looks, ${history.acks.length} acknowledgements, ` +
          `${team.deaths.senders} senders and ${team.deaths.readers} readers died, ${team.acksCutOff} acknowledgements were cut off`,
      );
      expect(violations, `${explainViolations(violations)}\n${cluster.complaints()}`).toEqual([]);
      // All of it must have happened for the silence to mean anything.
      expect(history.log).toHaveLength(total);
      expect(team.deaths.senders).toBeGreaterThan(10);
      expect(team.deaths.readers).toBeGreaterThan(10);
      expect(history.takes.length).toBeGreaterThan(10);
      expect(team.acksCutOff).toBeGreaterThan(0);
      const [first] = await cluster.drain();
      expect(first).toBe(0);
    });
  },
  TEST_MAX_MS,
);
