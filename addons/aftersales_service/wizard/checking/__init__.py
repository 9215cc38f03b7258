from . import finding_answer
