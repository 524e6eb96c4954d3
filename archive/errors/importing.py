"""What an import declines as a whole. Of single lines it says why in its report."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ImportTooLarge(Refusal):
    """A file larger than anything honest."""

    sentence = _(
        "The file is larger than %(most)s MB. Divide it, or ask the administrator to import it in parts."
    )


class ImportHasEntities(Refusal):
    """XML that declares entities."""

    sentence = _("The file declares XML entities. It is not read: such files can be made to harm.")


class ImportUnreadable(Refusal):
    """What is not the kind of file it says it is."""

    sentence = _("The file cannot be read: it is damaged, or not a file of this kind.")


class ImportNotXml(Refusal):
    """XML that is not well-formed."""

    sentence = _("The file is not well-formed XML: line %(line)s, %(why)s.")


class ImportNotEad(Refusal):
    """XML that is no finding aid."""

    sentence = _("The file is XML, but no finding aid: EAD 2002 and EAD3 begin with “ead”.")


class ImportHasNoTable(Refusal):
    """A sheet in which no head of a column is known."""

    sentence = _(
        "No column of the sheet is known. The first lines need heads such as “Số, ký hiệu hồ sơ”, “Tiêu đề hồ sơ”."
    )


class ImportOldSheet(Refusal):
    """A spreadsheet of the last century."""

    sentence = _("This is an old spreadsheet (.xls). Save it as .xlsx or .csv and bring that.")


class ImportIsABomb(Refusal):
    """An archive that unpacks to a hundred times itself."""

    sentence = _("The file unpacks to far more than it is. It is not read.")


class ImportLeavesItsFolder(Refusal):
    """A name in an archive that points outside it, is a link, or stands twice."""

    sentence = _("The archive holds a name that is unsafe or stands twice: “%(name)s”.")


class ImportHasNoList(Refusal):
    """Scans without a list."""

    sentence = _("There is no list (.xlsx or .csv) beside the scans.")


class ImportIsNotDone(Refusal):
    """Taking back what was not imported."""

    sentence = _("Only what was imported can be taken back.")


class ImportIsDone(Refusal):
    """Importing what is imported."""

    sentence = _("This was imported already. Take it back first.")


class ImportIsInUse(Refusal):
    """Taking back what others have worked on."""

    sentence = _(
        "%(count)s of the imported things were used or changed here since; the first is “%(title)s”."
    )


class ImportCrossed(Refusal):
    """Importing a code that came into the same part while the file was read, or that a changed line now claims."""

    sentence = _(
        "A code of the list is used in its part of the catalogue already. Nothing was imported; try it again."
    )


class ImportChosenNothing(Refusal):
    """An import without a file."""

    sentence = _("Choose a file.")
