from . import resource_makeup_load
from . import resource_makeup_load_lines
