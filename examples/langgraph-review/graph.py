"""A graph that hands its text in and waits for a person; what the person asks for goes into the next round."""

from batonpass import Baton
from batonpass.langgraph import BatonTask, claim_node, review_gate, wait_for_decision, work_node
from langchain_core.messages import HumanMessage
from langchain_model import chat_model
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command
from typing_extensions import TypedDict

State = TypedDict("State", {"baton": BatonTask, "text": str})
config = {"configurable": {"thread_id": "1"}}

with Baton() as baton:
    graph = StateGraph(State).add_node("claim", claim_node(baton, wait=25))
    graph.add_node("write", work_node(baton, lambda state, claim: {"text": chat_model().invoke([HumanMessage(state["baton"]["text"])]).text}))
    graph.add_node("review", review_gate(baton, lambda state: state["text"])).add_edge(START, "claim")
    graph.add_edge("claim", "write").add_edge("write", "review")
    graph.add_conditional_edges("review", lambda s: "claim" if s["baton"]["decision"] == "changes_requested" else "__end__")
    app = graph.compile(checkpointer=InMemorySaver())
    result = app.invoke({}, config)
    while waits := result.get("__interrupt__"):
        wait_for_decision(baton, waits[0].value["baton_review"], waits[0].value["revision"], timeout_s=300)
        result = app.invoke(Command(resume=True), config)
    print(f"The graph ended: {result['baton']['decision']}, with {result['text']!r}")
