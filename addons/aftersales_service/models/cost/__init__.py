from . import cost
from . import visit
from . import part
from . import order
from . import margin
from . import parcel
