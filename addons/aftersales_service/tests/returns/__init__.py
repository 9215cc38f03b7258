from . import test_custody
from . import test_return_dispositions
from . import test_return_receipt
