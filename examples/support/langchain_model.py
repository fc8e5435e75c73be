"""The model of an example: a real one if OPENAI_API_KEY is set, else one that follows a script, so that no key is needed."""

from __future__ import annotations

import os
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

MODEL_DEFAULT = "gpt-5-mini"


def chat_model() -> BaseChatModel:
    """The model that BATON_EXAMPLE_MODEL names, or the scripted one."""
    if os.environ.get("OPENAI_API_KEY"):
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(model=os.environ.get("BATON_EXAMPLE_MODEL", MODEL_DEFAULT))
    return ScriptedChatModel()


class ScriptedChatModel(BaseChatModel):
    """Notes progress once, where it may use tools, and then answers with what it was told."""

    may_use_tools: bool = False

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **given: Any) -> ScriptedChatModel:
        return ScriptedChatModel(may_use_tools=True)

    def _generate(self, messages: list[BaseMessage], *rest: Any, **given: Any) -> ChatResult:
        (task, *_) = [one.text for one in messages if isinstance(one, HumanMessage) and one.text.startswith("You hold")]
        answer = AIMessage(f"Three sources agree on this: {task.splitlines()[-1]}")
        if self.may_use_tools and not isinstance(messages[-1], ToolMessage):
            call = {"name": "task_update", "args": {"progress": "read three sources", "percent": 50}, "id": "call-1"}
            answer = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=answer)])
