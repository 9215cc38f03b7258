from . import test_monthly_gather
from . import test_monthly_invoice
from . import test_monthly_portal
