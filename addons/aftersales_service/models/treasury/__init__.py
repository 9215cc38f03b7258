from . import item
from . import owed
from . import asked
from . import books
from . import treasury
from . import month
