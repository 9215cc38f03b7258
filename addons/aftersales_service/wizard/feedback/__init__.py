from . import sheet_acknowledge
