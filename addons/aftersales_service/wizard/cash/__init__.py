from . import collection_void
from . import visit_collect
