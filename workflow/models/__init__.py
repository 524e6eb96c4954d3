"""The rows of the procedures, by noun: what waits for whom, and the routes an office draws itself."""

from workflow.models.items import WorkItem
from workflow.models.routes import Route, RoutePin, RouteVersion

__all__ = ["Route", "RoutePin", "RouteVersion", "WorkItem"]
