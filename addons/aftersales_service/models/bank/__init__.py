from . import journal
from . import file
from . import column
from . import keys
from . import reading
from . import entering
from . import statement_line
from . import gaps
