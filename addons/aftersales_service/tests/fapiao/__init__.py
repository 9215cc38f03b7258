from . import test_fapiao_numbers
from . import test_fapiao_register
from . import test_fapiao_red
from . import test_fapiao_import
from . import test_fapiao_beside
from . import test_fapiao_voucher
from . import test_fapiao_stands
