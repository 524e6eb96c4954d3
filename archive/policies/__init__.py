"""May this person do it now, and if not, why? The system itself may: set-up and jobs act by it."""

from archive.policies.catalogue import *
from archive.policies.dossiers import *
from archive.policies.holding_copies import *
from archive.policies.plans import *
from archive.policies.retention import *
from archive.policies.transfers import *
from archive.policies.use import *
