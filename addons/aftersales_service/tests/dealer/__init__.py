from . import test_activation
from . import test_dealer_claim
from . import test_dealer_attack
from . import test_tour_dealer
