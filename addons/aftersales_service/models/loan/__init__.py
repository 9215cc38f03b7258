from . import loan
from . import loan_stock
from . import loan_chase
from . import factory_loan
from . import switch
