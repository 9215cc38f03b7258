from . import labels
from . import requisition_shelves
