"""The elements of description beyond code, title and dates: their ISAD(G) number and their names in the circulars.

TT 05/2025/TT-BNV names them in lower camel case, TT 02/2019/TT-BNV (repealed, but what existing software exports) in
upper; both are read by name. An element is a line of text under its key in ``CatalogueUnit.kept``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Element(NamedTuple):
    """One element: its key, its label, its number in ISAD(G), its names in TT 05/2025 and TT 02/2019."""

    key: str
    label: str | Promise
    isad: str
    now: str = ""
    before: str = ""


ELEMENTS: Final = (
    Element("history", _("History of the body"), "3.2.2", "fondHistory", "FondHistory"),
    Element("custody", _("Where the papers were before"), "3.2.3"),
    Element("acquired", _("How they came to the archive"), "3.2.4"),
    Element("scope", _("Contents"), "3.3.1", "keyGroups", "KeyGroups"),
    Element("appraisal", _("What was weeded out"), "3.3.2"),
    Element("accruals", _("Open or closed"), "3.3.3", "fondState"),
    Element("arrangement", _("How it is arranged"), "3.3.4", "arrangement"),
    Element("conditions", _("Conditions of access"), "3.4.1", "rights", "Rights"),
    Element("reproduction", _("Conditions of copying"), "3.4.2"),
    Element("language", _("Language"), "3.4.3", "language", "Language"),
    Element("physical", _("Physical state"), "3.4.4", "format", "Format"),
    Element("aids", _("Finding aids"), "3.4.5", "lookupTools", "LookupTools"),
    Element("originals", _("Originals elsewhere"), "3.5.1", "paperFileCode", "PaperFileCode"),
    Element("copies", _("Copies elsewhere"), "3.5.2", "riskRecovery", "RiskRecovery"),
    Element(
        "copies_state", _("State of the reserve copy"), "3.5.2", "riskRecoveryStatus", "RiskRecoveryStatus"
    ),
    Element("related", _("Related papers"), "3.5.3"),
    Element("note", _("Note"), "3.6.1", "description", "Description"),
    Element("mark", _("Sign of information"), "", "inforSign", "InforSign"),
    Element("keywords", _("Keywords"), "", "keyword", "Keyword"),
    Element("reliability", _("Reliability"), "", "confidenceLevel", "ConfidenceLevel"),
    Element("origin", _("Made by, in words"), "3.2.1"),
    Element("shelfmark", _("Shelf mark of the old list"), ""),
    Element("extent", _("Extent in words"), "3.1.5", "numberOfPaper", "NumberOfPaper"),
    Element("control", _("Who described it, by which rules, when"), "3.7"),
)
BY_KEY: Final = {element.key: element for element in ELEMENTS}
# EAD's elements and the elements of description here; several of one kind follow each other on lines of their own.
EAD_TEXTS: Final = {
    "bioghist": "history", "custodhist": "custody", "acqinfo": "acquired", "scopecontent": "scope",
    "appraisal": "appraisal", "accruals": "accruals", "arrangement": "arrangement", "accessrestrict": "conditions",
    "userestrict": "reproduction", "phystech": "physical", "otherfindaid": "aids", "originalsloc": "originals",
    "altformavail": "copies", "relatedmaterial": "related", "odd": "note", "processinfo": "control",
}  # fmt: skip
EAD_IN_DID: Final = {"origination": "origin", "langmaterial": "language", "physloc": "shelfmark"}
