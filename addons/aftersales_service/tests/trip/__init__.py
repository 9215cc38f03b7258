from . import test_lead
from . import test_trip
from . import test_before_leaving
