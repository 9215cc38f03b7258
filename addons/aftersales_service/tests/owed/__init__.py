from . import test_owed_work
from . import test_owed_bills
from . import test_owed_own
from . import test_owed_screens
