"""The rows of the procedures, by noun: what waits for whom, routes an office draws, letters confirmed together."""

from workflow.models.items import WorkItem
from workflow.models.routes import Route, RoutePin, RouteVersion
from workflow.models.rungs import RungClaim
from workflow.models.trays import TrayBatch, TrayLine

__all__ = ["Route", "RoutePin", "RouteVersion", "RungClaim", "TrayBatch", "TrayLine", "WorkItem"]
