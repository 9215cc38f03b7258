from . import desk
from . import desk_asks
from . import desk_open
from . import desk_save
from . import desk_dispatch
from . import landing
