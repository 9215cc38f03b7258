from . import test_treasury
from . import test_treasury_panels
from . import test_month_story
from . import test_tour_treasury
