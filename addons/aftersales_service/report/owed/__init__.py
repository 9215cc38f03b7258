from . import owed_papers
