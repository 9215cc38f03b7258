from . import test_reconcile_line
from . import test_reconcile_answer
from . import test_reconcile_board
from . import test_reconcile_hooks
from . import test_reconcile_compare
from . import test_reconcile_day
from . import test_tour_reconcile
