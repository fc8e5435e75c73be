/** What an agent is connected with. */
export interface Access {
  /** The address of the server, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly name: string;
}

export interface Harness {
  readonly id: string;
  readonly title: string;
  /** What it needs beside the language. */
  readonly needs: string;
  /** Finds url and token in the shell that it runs in. */
  readonly program: string;
  readonly file: string;
}

const CURL = `# Start a session; its calls carry it, and say that the agent lives.
call() { curl -sS -X "$1" "$BATON_URL$2" -H "Authorization: Bearer $BATON_TOKEN" -H "Baton-Session: \${SESSION-}" -H 'Content-Type: application/json' \${3+-d "$3"}; echo; }
SESSION=$(curl -sS "$BATON_URL/v1/sessions" -H "Authorization: Bearer $BATON_TOKEN" -H 'Content-Type: application/json' -d '{"harness":"curl"}' | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')

# Claim the next task, and note its id and epoch.
CLAIM=$(call POST /v1/tasks/claim-next '{"waitSeconds":20}'); echo "$CLAIM"
TASK=$(echo "$CLAIM" | grep -o '"fence":"[^:]*' | cut -d'"' -f4)
EPOCH=$(echo "$CLAIM" | grep -o '"fence":"[^"]*' | cut -d: -f3)

# Say that it lives, and hand the work in.
call POST /v1/sessions/current/heartbeat "{\\"leases\\":[{\\"taskId\\":\\"$TASK\\",\\"epoch\\":$EPOCH}]}"
call POST /v1/tasks/$TASK/submit "{\\"epoch\\":$EPOCH,\\"summary\\":\\"Hello.\\"}"`;

const TYPESCRIPT = `import { connectBaton } from 'batonpass/client';

await using baton = await connectBaton();
await using task = await baton.claim({ waitSeconds: 20 });
await task.progress('Saying hello', { percent: 50 });
await task.submit('Hello.');`;

const PYTHON = `from batonpass import Baton

with Baton() as baton, baton.claim(wait=20) as task:
    task.progress("Saying hello", percent=50)
    task.submit("Hello.")`;

const LANGCHAIN = `from batonpass import Baton
from batonpass.langchain import BatonMiddleware
from langchain.agents import create_agent

with Baton(harness="langchain") as baton, BatonMiddleware(baton, wait=20) as middleware:
    agent = create_agent("openai:gpt-5", middleware=[middleware])  # any model
    agent.invoke({"messages": []})`;

const CREWAI = `from batonpass import Baton
from batonpass.crewai import BatonListener, baton_tools
from crewai import Agent, Crew, Task

with Baton(harness="crewai") as baton, BatonListener(baton):
    greeter = Agent(role="Greeter", goal="Say hello", backstory="Friendly.", tools=baton_tools(baton))
    Crew(agents=[greeter], tasks=[Task(description="Say hello", expected_output="A greeting", agent=greeter)]).kickoff()`;

const LANGGRAPH = `from typing import TypedDict

from batonpass import Baton
from batonpass.langgraph import BatonTask, claim_node, work_node
from langgraph.graph import END, START, StateGraph


class State(TypedDict, total=False):
    baton: BatonTask | None


def work(state, claim):
    claim.progress("Saying hello", percent=50)
    claim.submit("Hello.")
    return {}


with Baton(harness="langgraph") as baton:
    graph = StateGraph(State)
    graph.add_node("claim", claim_node(baton, wait=20))
    graph.add_node("work", work_node(baton, work))
    graph.add_edge(START, "claim")
    graph.add_conditional_edges("claim", lambda state: "work" if state.get("baton") else END)
    graph.add_edge("work", END)
    graph.compile().invoke({})`;

const OPENAI_AGENTS = `import asyncio

from agents import Agent, Runner
from batonpass import Baton
from batonpass.openai_agents import BatonRunHooks, baton_tools


async def main():
    with Baton(harness="openai-agents") as baton:
        agent = Agent(name="worker", tools=baton_tools(baton))
        async with BatonRunHooks(baton, wait=20) as hooks:
            await Runner.run(agent, "Go.", hooks=hooks)


asyncio.run(main())`;

const AI_SDK = `import { generateText, isStepCount } from 'ai';
import { batonTools } from 'batonpass/ai-sdk';
import { connectBaton } from 'batonpass/client';

await using baton = await connectBaton({ session: { harness: 'ai-sdk' } });
await generateText({
  model: 'openai/gpt-5', // any model
  tools: batonTools(baton),
  stopWhen: isStepCount(20),
  prompt: 'Claim the next task, do it, and submit it.',
});`;

/** What the dashboard has a program for, in the order that it offers them. */
export const HARNESSES: readonly Harness[] = [
  { id: 'curl', title: 'curl', needs: 'a shell', file: 'shell', program: CURL },
  { id: 'typescript', title: 'TypeScript', needs: 'batonpass for Node', file: 'agent.ts', program: TYPESCRIPT },
  { id: 'python', title: 'Python', needs: 'batonpass for Python', file: 'agent.py', program: PYTHON },
  { id: 'langchain', title: 'LangChain', needs: 'batonpass[langchain]', file: 'agent.py', program: LANGCHAIN },
  { id: 'crewai', title: 'CrewAI', needs: 'batonpass[crewai]', file: 'crew.py', program: CREWAI },
  { id: 'langgraph', title: 'LangGraph', needs: 'batonpass[langgraph]', file: 'graph.py', program: LANGGRAPH },
  {
    id: 'openai-agents',
    title: 'OpenAI Agents',
    needs: 'batonpass[openai-agents]',
    file: 'agent.py',
    program: OPENAI_AGENTS,
  },
  { id: 'ai-sdk', title: 'Vercel AI SDK', needs: 'batonpass and ai for Node', file: 'agent.ts', program: AI_SDK },
];

/** What the shell must know, for whatever program runs in it. */
export function shellLines({ url, token, name }: Access): string {
  return `export BATON_URL=${url}\nexport BATON_TOKEN=${token} # of ${name}; shown this once`;
}
