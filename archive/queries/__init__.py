"""Reading plans, dossiers and what lies in them, by topic. Screens list by ``…_visible_to``."""

from archive.queries.access import *
from archive.queries.catalogue import *
from archive.queries.catalogue_printed import *
from archive.queries.checks import *
from archive.queries.contents import *
from archive.queries.dossiers import *
from archive.queries.exported import *
from archive.queries.finding import *
from archive.queries.holding_copies import *
from archive.queries.imports import *
from archive.queries.plans import *
from archive.queries.printed import *
from archive.queries.retention import *
from archive.queries.soundness import *
from archive.queries.transfers import *
from archive.queries.use import *
from archive.queries.waiting import *
