from . import grade
from . import grade_sale
from . import grade_stock
