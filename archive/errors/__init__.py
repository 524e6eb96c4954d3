"""What the archive declines: facts, each with its one sentence for people, by topic."""

from archive.errors.access import *
from archive.errors.catalogue import *
from archive.errors.dossiers import *
from archive.errors.holding_copies import *
from archive.errors.importing import *
from archive.errors.origins import *
from archive.errors.plans import *
from archive.errors.retention import *
from archive.errors.transfers import *
from archive.errors.use import *
