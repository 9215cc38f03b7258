from . import test_fit_answer
from . import test_supersession
from . import test_unfit_requisition
