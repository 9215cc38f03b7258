from . import visit_road
from . import visit_approval
from . import visit_trip
from . import visit_lead
from . import event_clocks
from . import appointment_clocks
from . import leaving
