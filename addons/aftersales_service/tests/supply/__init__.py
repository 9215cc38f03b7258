from . import test_part_list
from . import test_statement
from . import test_statement_sign
from . import test_statement_seal
from . import test_zero_km
from . import test_van_plan
