"""What to look at after a file was read: what it left open, and whom it calls otherwise than this office does."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from organisation.models import Post
from workflow.routes.asking import said
from workflow.routes.bpmn_import import Imported

MOST = 12


def doubts(read: Imported, posts: Mapping[int, Post]) -> list[str]:
    """Give a sentence for everything somebody should look at, at most a dozen.

    A file of another installation names posts by keys that mean somebody else here.
    """
    names = {stage.key: stage.name for stage in read.route.stages}
    found = [f"{names.get(note.stage, note.stage)}: {note.sentence}" for note in read.notes]
    for who, called in read.people.items():
        here = said(who, posts)
        if who.startswith("post:") and called and called != here:
            sentence = _("The file means “%(there)s” where this office has “%(here)s”. Check who is asked.")
            found.append(sentence % {"there": called[:80], "here": here})
    rest = len(found) - MOST
    return [*found[:MOST], *([_("and %(n)d more") % {"n": rest}] if rest > 0 else [])]
