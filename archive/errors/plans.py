"""What the archive declines about file plans."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class PlanIsNotYours(Refusal):
    """Writing the file plan without the duty."""

    sentence = _("The file plan is written by the chief of office, the archivist or the registry.")


class NotTheHead(Refusal):
    """Approving the file plan without being the head (Decree 30/2020 Art. 29)."""

    sentence = _("The file plan is approved by the head of the organisation.")


class PlanIsApproved(Refusal):
    """Changing an approved plan."""

    sentence = _("The file plan of %(year)s is approved and cannot be changed.")


class PlanIsNotApproved(Refusal):
    """Opening a dossier from a plan nobody approved."""

    sentence = _("The file plan of %(year)s is not approved yet.")


class PlanIsEmpty(Refusal):
    """Approving a plan without lines."""

    sentence = _("The file plan of %(year)s has no entries.")


class PlanCodeTaken(Refusal):
    """A code used twice in a plan."""

    sentence = _("The file plan of %(year)s already has an entry with the code %(code)s.")


class PartIsNotYours(Refusal):
    """Writing the lines of another unit."""

    sentence = _("Each unit writes its own lines; the office merges them.")


class PartIsHandedIn(Refusal):
    """Changing lines a unit has handed in."""

    sentence = _("%(unit)s has handed its lines in. The office has to give them back first.")


class PartIsEmpty(Refusal):
    """Handing in no lines."""

    sentence = _("Write at least one line first.")


class PlanIsPresented(Refusal):
    """Changing a plan that waits for approval."""

    sentence = _("The file plan of %(year)s waits for approval and cannot be changed.")


class PlanIsNotPresented(Refusal):
    """Sending back a plan nobody presented."""

    sentence = _("The file plan of %(year)s was not presented for approval.")


class PlanHasLines(Refusal):
    """Copying last year's plan over lines that are written."""

    sentence = _("The file plan of %(year)s has lines already; an empty one takes a copy.")


class EntryIsUsed(Refusal):
    """Removing a line dossiers were opened from."""

    sentence = _("Dossiers were opened from %(code)s; it stays in the plan.")
