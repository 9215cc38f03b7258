from . import link_mixin
from . import link_clocks
from . import link_order
