from . import approval
from . import approval_mixin
