from . import agreement
from . import statement
from . import line
from . import gather
from . import order
from . import visit
from . import invoice
from . import portal
