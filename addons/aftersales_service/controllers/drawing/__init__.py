from . import picture
from . import portal_drawings
