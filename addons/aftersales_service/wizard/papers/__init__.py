from . import letter_send
from . import fee_print
