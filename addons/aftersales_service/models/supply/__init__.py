from . import statement
from . import statement_seal
from . import plan
from . import switch
