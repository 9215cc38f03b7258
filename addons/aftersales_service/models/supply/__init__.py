from . import statement
from . import plan
from . import switch
