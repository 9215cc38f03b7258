from . import common
from .test_bank_read import *
from .test_bank_faults import *
from .test_bank_rights import *
from .test_bank_gaps import *
from .test_bank_guess import *
