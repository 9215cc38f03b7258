from . import res_company
from . import rule
from . import charge
from . import charge_source
from . import charge_book
from . import charge_tell
from . import move
