from . import level
from . import dunning
from . import line
from . import held
from . import due
from . import partner
