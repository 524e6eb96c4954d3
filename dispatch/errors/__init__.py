"""What the office declines about letters: facts, each with its one sentence for people, by topic."""

from dispatch.errors.aids import *
from dispatch.errors.arrivals import *
from dispatch.errors.closings import *
from dispatch.errors.copies import *
from dispatch.errors.cosigning import *
from dispatch.errors.drafting import *
from dispatch.errors.handling import *
from dispatch.errors.handling_clocks import *
from dispatch.errors.importing import *
from dispatch.errors.late_numbers import *
from dispatch.errors.layouts import *
from dispatch.errors.linting import *
from dispatch.errors.marking import *
from dispatch.errors.numbers import *
from dispatch.errors.opinions import *
from dispatch.errors.paper import *
from dispatch.errors.parts import *
from dispatch.errors.passage import *
from dispatch.errors.recalls import *
from dispatch.errors.registering import *
from dispatch.errors.relations import *
from dispatch.errors.sending import *
