"""The model of a crew: a real one if OPENAI_API_KEY is set, else one that follows a script, so that no key is needed."""

from __future__ import annotations

import os
from typing import Any

from crewai import LLM
from crewai.llms.base_llm import BaseLLM

MODEL_DEFAULT = "gpt-5-mini"


def crew_model() -> BaseLLM:
    """The model that BATON_EXAMPLE_MODEL names, or the scripted one."""
    if os.environ.get("OPENAI_API_KEY"):
        return LLM(model=f"openai/{os.environ.get('BATON_EXAMPLE_MODEL', MODEL_DEFAULT)}")
    return ScriptedLLM(model="scripted")


class ScriptedLLM(BaseLLM):
    """Answers with the line of its prompt that says which task it holds."""

    def call(self, messages: Any, *rest: Any, **given: Any) -> str:
        lines = "\n".join(str(one["content"]) for one in messages).splitlines()
        held = next(line for line in lines if line.startswith("You hold"))
        return f"Thought: I can write that now.\nFinal Answer: A page on it. {held}"

    def supports_function_calling(self) -> bool:
        return False
