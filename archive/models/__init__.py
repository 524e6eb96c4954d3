"""The rows of the archive, by noun."""

from archive.models.access import AccessGrant
from archive.models.catalogue import ArchiveCreator, CatalogueRecord, CatalogueUnit
from archive.models.dossiers import Dossier
from archive.models.holding_copies import HoldingCopy
from archive.models.imports import CatalogueImport, ImportLine
from archive.models.origins import Origin
from archive.models.places import StorePlace
from archive.models.plans import FilePlan, FilePlanEntry, FilePlanPart
from archive.models.records import Record
from archive.models.retention import RetentionItem, RetentionSchedule
from archive.models.transfers import Transfer, TransferCopy, TransferItem, TransferReminder
from archive.models.use import Loan, ReadingRequest, SavedSearch

__all__ = [
    "AccessGrant",
    "ArchiveCreator",
    "CatalogueImport",
    "CatalogueRecord",
    "CatalogueUnit",
    "Dossier",
    "FilePlan",
    "FilePlanEntry",
    "FilePlanPart",
    "HoldingCopy",
    "ImportLine",
    "Loan",
    "Origin",
    "ReadingRequest",
    "Record",
    "RetentionItem",
    "RetentionSchedule",
    "SavedSearch",
    "StorePlace",
    "Transfer",
    "TransferCopy",
    "TransferItem",
    "TransferReminder",
]
