from . import technician_papers
