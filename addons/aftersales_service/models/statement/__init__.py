from . import statement_mixin
