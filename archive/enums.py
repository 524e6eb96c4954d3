"""Words of the archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """Where a year's file plan stands (Decree 30/2020 Art. 29): units write, the office merges, the head approves."""

    DRAFT = "draft", _("draft")
    PRESENTED = "presented", _("presented for approval")
    APPROVED = "approved", _("approved")


class DossierState(models.TextChoices):
    """Where a dossier stands. In custody nothing in it changes any more; the database holds that too."""

    OPEN = "open", _("being compiled")
    CLOSED = "closed", _("closed dossier")
    OFFERED = "offered", _("offered to the archive")
    ARCHIVED = "archived", _("in the archive's custody")


class TransferState(models.TextChoices):
    """Where a transfer to the office archive stands (Decree 30/2020 Art. 30)."""

    OFFERED = "offered", _("waiting for the archive")
    ACCEPTED = "accepted", _("taken over")
    RETURNED = "returned", _("returned to the unit")
    WITHDRAWN = "withdrawn", _("withdrawn by the unit")


class ItemState(models.TextChoices):
    """What became of one dossier of a transfer."""

    OFFERED = "offered", _("offered dossier")
    ACCEPTED = "accepted", _("taken over dossier")
    RETURNED = "returned", _("returned dossier")
    WITHDRAWN = "withdrawn", _("withdrawn dossier")


class LeftBecause(models.TextChoices):
    """Why a record left its dossier. It leaves the dossier, never the history (domain, trap 15)."""

    DRAFT = "draft", _("a draft")
    DUPLICATE = "duplicate", _("a duplicate")
    OTHER = "other", _("another reason")


class Level(models.TextChoices):
    """How high a unit of description stands in the catalogue (ISAD(G) 3.1.4). Only dossiers hold records."""

    FONDS = "fonds", _("fonds")
    SUBFONDS = "subfonds", _("sub-fonds")
    SERIES = "series", _("series")
    SUBSERIES = "subseries", _("sub-series")
    CLASS = "class", _("group")
    DOSSIER = "dossier", _("catalogued dossier")


class Medium(models.TextChoices):
    """What the thing itself is made of (TT 05/2025: chế độ)."""

    PAPER = "paper", _("paper")
    ELECTRONIC = "electronic", _("electronic")
    MIXED = "mixed", _("paper and electronic")


class Access(models.TextChoices):
    """Who may read a part of the catalogue (TT 05/2025 mode 01 and 02; mode 03, secret, is never kept here)."""

    INHERIT = "", _("as the part above it")
    OPEN = "open", _("open to everybody in the office")
    CONDITIONAL = "conditional", _("by permission")


class Keeping(models.TextChoices):
    """How long it is kept: what old catalogues say besides a number of years stays in words."""

    UNKNOWN = "", _("not known")
    PERMANENT = "permanent", _("for ever")
    YEARS = "years", _("a number of years")
    WORDS = "words", _("in words")


class PlaceKind(models.TextChoices):
    """A place where paper lies: store (kho), shelf (giá), box (hộp, cặp)."""

    STORE = "store", _("store room")
    SHELF = "shelf", _("shelf")
    BOX = "box", _("box")


class Reason(models.TextChoices):
    """What an import has to say about one line of an old catalogue."""

    NO_TITLE = "no_title", _("It has no title.")
    DATE_IN_WORDS = "date_in_words", _("Its dates are words; they are kept as they stand.")
    LEFT_OVER = "left_over", _("It says things nothing here corresponds to; they are kept as they stand.")
    CODE_TWICE = (
        "code_twice",
        _("Its code is used in the same part already; it is kept beside, not as the code."),
    )
    FORMULA = "formula", _("A cell holds a formula; the value it last gave was taken.")
    FORMULA_EMPTY = "formula_empty", _("A cell holds a formula that never gave a value.")
    MERGED = "merged", _("A merged cell was read for every line it covers.")
    SECRET = (
        "secret",
        _("It bears a mark of secrecy, so nothing of it was kept. It belongs in the secret registry."),
    )
    CIRCLE = "circle", _("The parts above it lead back to itself.")
    NO_PARENT = "no_parent", _("The part it is said to lie in is not in the list.")
    NO_DOSSIER = "no_dossier", _("The dossier it is said to lie in is not in the list.")
    OWN_DOSSIER = (
        "own_dossier",
        _("It lies in a dossier of this office, whose records the system keeps itself."),
    )
    NO_FILE = "no_file", _("The file it names is not there.")
    BAD_FILE = "bad_file", _("The file it names cannot be kept: it is empty, unsafe or of a kind not shown.")
    ODD_ACCESS = (
        "odd_access",
        _("How it may be used is not understood; it is by permission until someone says."),
    )
    EDITED_HERE = "edited_here", _("It was described anew here; the file's words were not put over that.")


class Outcome(models.TextChoices):
    """What an import did with one line, or would do."""

    NEW = "new", _("new line")
    CHANGED = "changed", _("changed line")
    SAME = "same", _("as before")
    REFUSED = "refused", _("not taken")


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("waiting to be read")
    CHECKED = "checked", _("tried, nothing written")
    DONE = "done", _("imported")
    UNDONE = "undone", _("taken back")
    REFUSED = "refused", _("refused as a whole")


class Purpose(models.TextChoices):
    """Why somebody asks to read (TT 05/2025)."""

    OFFICIAL = "official", _("official work")
    SPECIAL = "special", _("special official work")
    PERSONAL = "personal", _("personal")


class CopyState(models.TextChoices):
    """Where a certified copy of a holding stands (Law 33/2024: bản sao có chứng thực lưu trữ)."""

    ASKED = "asked", _("waiting for a decision")
    REFUSED = "refused", _("not allowed")
    ALLOWED = "allowed", _("allowed, not signed yet")
    SIGNED = "signed", _("certified")
    VOID = "void", _("number void")


class RequestState(models.TextChoices):
    """Where a request to read stands."""

    ASKED = "asked", _("waiting for a decision")
    GRANTED = "granted", _("allowed")
    REFUSED = "refused", _("not allowed")
    ENDED = "ended", _("run out")
