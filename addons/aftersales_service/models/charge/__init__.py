from . import old_part
from . import old_part_hold
from . import requisition
from . import proposal
from . import freight
from . import extra
from . import parcel
