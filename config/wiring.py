"""The one place where ports meet what implements them. A missing port stops the start."""

from __future__ import annotations

from django.conf import settings

from archive import ports as archive_ports
from archive import queries as archive_queries
from archive.operations import (
    catalogue_printing,
    depositing,
    holding_copies,
    import_asking,
    printing,
    transfer_records,
)
from config import schedule
from config.demo import incoming as demo_incoming
from config.demo import letters as demo_letters
from dispatch.operations import (
    acknowledging,
    book_use,
    comparing,
    copying,
    delivering,
    digesting,
    filing,
    filing_beside,
    incoming_filing,
    incoming_prints,
    joint_carrying,
    marking,
    reading_arrivals,
    register_use,
    regrouping,
    reporting,
    sending,
)
from dispatch.operations import previewing as letter_previews
from dispatch.operations.taken_over import TakenOver
from files import ports as file_ports
from files.operations import checking, erasing, previews, recognising
from files.store import choosing
from jobs import ports as job_ports
from organisation import ports as office_ports
from signing import ports as signing_ports
from signing.operations import augmenting, certificates, judging, signing
from ui import navigation
from web import navigation as web_navigation
from web.incoming import jobs as incoming_jobs
from web.registers import jobs as register_jobs
from web.sending import jobs as book_jobs
from workflow import freezing
from workflow.in_hand import PostsWork
from workflow.incoming_letter import recounting
from workflow.outgoing_letter import jobs as outgoing
from workflow.outgoing_letter import joint
from workflow.tray import jobs as tray


def join() -> None:
    """Join every port of the house."""
    if settings.REDIS_URL:
        from config.celery import app  # noqa: PLC0415 -- slow import

        app.set_default()
    file_ports.join(choosing.chosen_store)
    _join_signatures()
    office_ports.join(work=PostsWork(), leaving=[certificates.OfThoseWhoLeft()])
    _join_records()
    job_ports.join(
        {
            "files.preview": previews.run_preview,
            "files.text": previews.run_text,
            checking.CHECK_KIND: checking.run,
            erasing.ERASE: erasing.run,
            recognising.KIND: recognising.run,
            reading_arrivals.READ: reading_arrivals.run,
            regrouping.REGROUP: regrouping.run,
            "signing.sign": signing.run,
            "signing.augment": augmenting.run,
            "signing.judge": judging.run,
            "dispatch.preview": letter_previews.run,
            sending.DELIVER: delivering.run,
            reporting.REPORT: reporting.run,
            acknowledging.ACKNOWLEDGE: acknowledging.run,
            comparing.COMPARE: comparing.run,
            **outgoing.HANDLERS,
            **joint.HANDLERS,
            **joint_carrying.HANDLERS,
            **tray.HANDLERS,
            **marking.HANDLERS,
            **copying.HANDLERS,
            **transfer_records.HANDLERS,
            **holding_copies.HANDLERS,
            **printing.HANDLERS,
            **freezing.HANDLERS,
            **recounting.HANDLERS,
            digesting.DIGEST: digesting.run,
            register_use.PRINT: register_jobs.run,
            import_asking.IMPORT: import_asking.run,
            catalogue_printing.PRINT: catalogue_printing.run,
            book_use.PRINT: book_jobs.run,
            incoming_prints.PRINT: incoming_jobs.run,
            **schedule.HANDLERS,
            demo_letters.KIND: demo_letters.write,
            demo_incoming.KIND: demo_incoming.write,
        },
        patient={recognising.KIND, reading_arrivals.READ},
    )
    job_ports.join_schedule(schedule.SECONDS)
    navigation.use(web_navigation.items())


def _join_signatures() -> None:
    signing_ports.join(
        {
            "letter": outgoing.LetterSignatures(),
            "attachment": TakenOver(marking.SIGNED),
            "copy": TakenOver(copying.SIGNED),
            "joint": joint.JointSignatures(),
            "transfer": TakenOver(transfer_records.SIGNED),
            archive_queries.HOLDING_COPY: TakenOver(holding_copies.SIGNED),
        }
    )


def _join_records() -> None:
    archive_ports.join(
        {
            "letter": filing.LetterRecords(),
            "incoming": incoming_filing.IncomingRecords(),
            depositing.KIND: depositing.FileRecords(),
            filing_beside.VERSION: filing_beside.VersionRecords(),
            filing_beside.OPINION: filing_beside.OpinionRecords(),
        }
    )
