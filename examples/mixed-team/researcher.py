"""A LangChain agent that does what is labelled research."""

from batonpass import Baton
from batonpass.langchain import BatonMiddleware, baton_tools
from langchain.agents import create_agent
from langchain_model import chat_model

WAIT_S = 60

with Baton() as baton, BatonMiddleware(baton, labels=["research"], wait=WAIT_S) as middleware:
    tools = baton_tools(baton, only=["task_update"])
    agent = create_agent(chat_model(), tools, system_prompt="Research the task. Answer briefly.", middleware=[middleware])
    while agent.invoke({"messages": []})["baton_fence"] is not None:
        pass
