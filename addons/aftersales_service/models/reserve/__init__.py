from . import res_company
from . import reserve
from . import lines
from . import facts
from . import reckon
from . import entry
from . import panel
from . import month
