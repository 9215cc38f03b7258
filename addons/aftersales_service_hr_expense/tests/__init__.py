from . import test_travel_expense
from . import test_translations
