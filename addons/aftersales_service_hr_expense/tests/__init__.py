from . import test_beside_expense
from . import test_travel_expense
from . import test_translations
