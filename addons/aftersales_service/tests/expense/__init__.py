from . import test_travel_claim
from . import test_travel_doubts
from . import test_travel_money
from . import test_travel_cost
from . import test_travel_phone
from . import test_travel_papers
from . import test_set_off
from . import test_tour_travel
