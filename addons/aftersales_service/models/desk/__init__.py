from . import desk
from . import desk_search
from . import desk_open
from . import desk_preview
from . import desk_save
from . import desk_dispatch
from . import order
from . import landing
