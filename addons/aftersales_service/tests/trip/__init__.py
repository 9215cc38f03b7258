from . import test_lead
from . import test_trip
from . import test_before_leaving
from . import test_late_agreed
from . import test_report_leaving
from . import test_appointment_clocks
