from . import answer_mixin
from . import order_portal
from . import portal_words
from . import partner_dealer
from . import switch
