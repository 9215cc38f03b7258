from . import selections
from . import fapiao
from . import fapiao_link
from . import red_letter
from . import account_move
from . import voucher
from . import fapiao_import
from . import standing
