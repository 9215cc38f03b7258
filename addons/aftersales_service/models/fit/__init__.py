from . import supersession
from . import part_fit
from . import fitting
from . import substitute
from . import requisition_line
