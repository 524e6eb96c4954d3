"""The rows of the archive, by noun."""

from archive.models.access import AccessGrant
from archive.models.dossiers import Dossier
from archive.models.origins import Origin
from archive.models.plans import FilePlan, FilePlanEntry
from archive.models.records import Record

__all__ = ["AccessGrant", "Dossier", "FilePlan", "FilePlanEntry", "Origin", "Record"]
