from . import test_period_attack
from . import test_period_books
from . import test_period_check
from . import test_period_close
from . import test_period_histories
from . import test_period_late
from . import test_period_under_way
