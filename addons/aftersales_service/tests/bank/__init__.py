from . import common
from . import test_bank_read
from . import test_bank_faults
from . import test_bank_rights
from . import test_bank_gaps
from . import test_bank_guess
