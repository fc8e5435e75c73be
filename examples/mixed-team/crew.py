"""A CrewAI crew that does what is labelled writing, as soon as the research that it depends on is done."""

from batonpass import Baton
from batonpass.crewai import BatonListener
from crewai import Agent, Crew, Task
from crewai_model import crew_model

with Baton() as baton, BatonListener(baton):
    writer = Agent(role="writer", goal="Write short pages", backstory="You write.", llm=crew_model())
    while True:
        for news in baton.wait(kinds=["task"], labels=["writing"], wait_seconds=25).news:
            page = Task(name=news.task_id, description="Write what the task asks.", expected_output="A page.", agent=writer)
            Crew(agents=[writer], tasks=[page]).kickoff()
