from . import test_treasury
from . import test_treasury_panels
from . import test_month_story
from . import test_money_histories
from . import test_money_attack
from . import test_tour_treasury
