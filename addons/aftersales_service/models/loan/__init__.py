from . import loan
from . import loan_stock
from . import loan_chase
from . import switch
