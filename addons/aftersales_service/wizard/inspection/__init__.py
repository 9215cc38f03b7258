from . import inspection_step
