"""The plan as a file: everything it says, and the whole problem, so that anybody can check it."""

from hiyoke.exchange.plan.read import PlanFile, read_plan
from hiyoke.exchange.plan.write import PLAN_SCHEMA, render_plan_json

__all__ = ["PLAN_SCHEMA", "PlanFile", "read_plan", "render_plan_json"]
