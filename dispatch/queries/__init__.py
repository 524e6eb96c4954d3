"""Reading letters: who sees what, what is written, what stands in the register, what anyone may verify."""

from dispatch.queries.aids import *
from dispatch.queries.arrivals import *
from dispatch.queries.bases import *
from dispatch.queries.changes import *
from dispatch.queries.copies import *
from dispatch.queries.cosigning import *
from dispatch.queries.handled_lists import *
from dispatch.queries.handling import *
from dispatch.queries.incoming import *
from dispatch.queries.incoming_register import *
from dispatch.queries.installation import *
from dispatch.queries.letters import *
from dispatch.queries.linting import *
from dispatch.queries.marking import *
from dispatch.queries.opinions import *
from dispatch.queries.reading import *
from dispatch.queries.recalls import *
from dispatch.queries.registers import *
from dispatch.queries.relations import *
from dispatch.queries.reservations import *
from dispatch.queries.sending import *
from dispatch.queries.stamping import *
from dispatch.queries.standing import *
from dispatch.queries.verifying import *
