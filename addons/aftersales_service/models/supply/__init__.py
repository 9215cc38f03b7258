from . import statement
from . import plan
