from . import aftersales_technician
from . import aftersales_travel_claim
from . import hr_expense
