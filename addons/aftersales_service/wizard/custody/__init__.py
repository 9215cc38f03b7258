from . import custody_give_back
from . import custody_maker
from . import custody_rework
