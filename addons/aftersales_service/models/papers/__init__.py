from . import letter
from . import letter_mixin
from . import order
from . import settlement
from . import sale_order
