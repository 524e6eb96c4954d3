"""May this person do this to this letter now, and if not, why? Pure: nothing is written, nothing is locked.

Every policy is asked of the locked row by its operation and of the read row by the button. Visibility
(``may_read``) is Participation alone: no duty, least of all the administrator's, opens letters by itself.
"""

from dispatch.policies.aids import *
from dispatch.policies.arrivals import *
from dispatch.policies.closings import *
from dispatch.policies.copies import *
from dispatch.policies.cosigning import *
from dispatch.policies.directing import *
from dispatch.policies.handing import *
from dispatch.policies.handling_clocks import *
from dispatch.policies.incoming import *
from dispatch.policies.joint import *
from dispatch.policies.letters import *
from dispatch.policies.marking import *
from dispatch.policies.numbers import *
from dispatch.policies.opinions import *
from dispatch.policies.paper import *
from dispatch.policies.recalls import *
from dispatch.policies.relations import *
from dispatch.policies.sending import *
from dispatch.policies.steps import *
from dispatch.policies.tray import *
from dispatch.policies.who import has_mandate, is_asked
