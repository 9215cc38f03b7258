from . import test_contractor_phone
from . import test_contractor_attack
from . import test_tour_contractor
